import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hosts } from "../../../provider/host/hosts";

const configured = (value: string) => () => new Hosts((key) => (key === "ovs:commitConfirm" ? value : undefined));

test.each(["0", "5", "30", "240", "30 always", "30 joint", "30 always joint"])("ovs:commitConfirm can be %s", (value) => {
	expect(configured(value)).not.toThrow();
});

test.each(["", "4", "241", "0 always", "-30", "30s", "1e2", "true", "always", "0 joint", "joint", "30 joint always"])(
	"ovs:commitConfirm can't be %j",
	(value) => {
		expect(configured(value)).toThrow(
			`the stack configuration ovs:commitConfirm must be 0 (off), a number of seconds from 5 to 240, or such a number and the words always and joint or one of them ("30 always", "30 joint", "30 always joint"), and is ${JSON.stringify(value)}`,
		);
	},
);

test("a name is looked up once per run, however many resources its host has; one with an error each time", () => {
	const folder = mkdtempSync(join(tmpdir(), "hosts-"));
	const file = join(folder, "ssh_config");
	const newRun = () => new Hosts((key) => (key === "ovs:sshConfig" ? file : undefined));
	try {
		const hosts = newRun();
		expect(hosts.check("n1")).toHaveLength(1);
		writeFileSync(file, "Host n1\n");
		expect(hosts.check("n1")).toEqual([]);
		rmSync(file);
		expect(hosts.check("n1")).toEqual([]);
		expect(hosts.check("n2")).toHaveLength(1);
		expect(newRun().check("n1")).toHaveLength(1);
	} finally {
		rmSync(folder, { recursive: true });
	}
});
