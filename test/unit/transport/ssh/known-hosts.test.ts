import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hostKeyAlgorithms, parseKey, publicKey } from "../../../../provider/transport/ssh/keys";
import { appendKnownHost, checkHostKey, knownTypes, parseKnownHosts } from "../../../../provider/transport/ssh/known-hosts";
import { newKey } from "./newkey";
import { scratch } from "./server";

const a = newKey().public;
const b = newKey().public;
const ec = newKey("ecdsa").public;
const wire = (key: string) => publicKey(parseKey(key).getPublicSSH());
const verdict = (text: string, host: string, port = 22, shown = a) =>
	checkHostKey(parseKnownHosts(text, "kh"), host, port, wire(shown)).is;

test.each([
	["plain", `h1 ${a}`, "h1", 22, "known"],
	["in a list", `x,h1,10.0.0.1 ${a} comment`, "10.0.0.1", 22, "known"],
	["upper case", `H1.Example ${a}`, "h1.EXAMPLE", 22, "known"],
	["with a port", `[h1]:2222 ${a}`, "h1", 2222, "known"],
	["with another port", `[h1]:2222 ${a}`, "h1", 2223, "unknown"],
	["with a port, asked without", `[h1]:2222 ${a}`, "h1", 22, "unknown"],
	["the bare name serves another port too", `h1 ${a}`, "h1", 2222, "known"],
	["a bare name's other key says nothing about another port", `h1 ${b}`, "h1", 2222, "unknown"],
	["wildcard", `*.example.org ${a}`, "a.example.org", 22, "known"],
	["wildcard with negation", `*.example.org,!bad.example.org ${a}`, "bad.example.org", 22, "unknown"],
	["question mark", `h? ${a}`, "h7", 22, "known"],
	["IPv6", `fd00::1 ${a}`, "fd00::1", 22, "known"],
	["IPv6 with a port", `[fd00::1]:2222 ${a}`, "fd00::1", 2222, "known"],
	["changed", `h1 ${b}`, "h1", 22, "changed"],
	["one of several keys", `h1 ${b}\nh1 ${a}`, "h1", 22, "known"],
	["only another type is known", `h1 ${ec}`, "h1", 22, "changed"],
	["revoked", `h1 ${a}\n@revoked * ${a}`, "h1", 22, "revoked"],
	["another key revoked", `h1 ${a}\n@revoked * ${b}`, "h1", 22, "known"],
	["a CA's line is no key", `@cert-authority * ${a}`, "h1", 22, "unknown"],
	["comments, blank and broken lines", `# h1 ${a}\n\nh1\nh1 ssh-ed25519\n`, "h1", 22, "unknown"],
	["Windows line ends", `h2 ${b}\r\nh1 ${a}\r\n`, "h1", 22, "known"],
])("%s", (_, text, host, port, expected) => {
	expect(verdict(text, host, port)).toBe(expected);
});

test("names that ssh-keygen -H has hashed are found", () => {
	const file = join(scratch(), "kh");
	writeFileSync(file, `h1 ${a}\n[h2]:2222 ${a}\n`);
	execFileSync("ssh-keygen", ["-q", "-H", "-f", file], { stdio: "ignore" });
	const text = readFileSync(file, "utf8");
	expect(text).toMatch(/^\|1\|/);
	expect([verdict(text, "h1"), verdict(text, "h2", 2222), verdict(text, "h3"), verdict(text, "h1", 22, b)]).toEqual([
		"known",
		"known",
		"unknown",
		"changed",
	]);
});

test("the line that conflicts is given", () => {
	expect(checkHostKey(parseKnownHosts(`# x\nh1 ${b}`, "kh"), "h1", 22, wire(a))).toMatchObject({
		entry: { file: "kh", line: 2 },
	});
});

test("known types are asked for first; RSA by its modern signatures", () => {
	const types = knownTypes(parseKnownHosts(`h1 ${ec}`, "kh"), "h1", 22);
	expect(hostKeyAlgorithms(types).slice(0, 2)).toEqual(["ecdsa-sha2-nistp256", "ssh-ed25519"]);
	expect(hostKeyAlgorithms(["ssh-rsa"]).slice(0, 3)).toEqual(["rsa-sha2-512", "rsa-sha2-256", "ssh-ed25519"]);
});

test("appending keeps a last line without newline whole", () => {
	const file = join(scratch(), "kh");
	writeFileSync(file, `h1 ${a}`);
	appendKnownHost(file, "h2", 2222, wire(b));
	expect(verdict(readFileSync(file, "utf8"), "h1")).toBe("known");
	expect(verdict(readFileSync(file, "utf8"), "h2", 2222, b)).toBe("known");
});
