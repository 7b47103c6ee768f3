import { ovs } from "../../../provider/tools/ovs-vsctl";
import { errorText } from "../../../provider/tools/ovsdb";

const refusal = (stderr: string) => ovs.refusal?.({ stdout: "", stderr, code: 1 }, { argv: [] }).text;

const unwritten = {
	details: "/etc/openvswitch/conf.db: write failed",
	error: "I/O error",
	"io-error": "No space left on device",
};
const line = (reason: string) => JSON.stringify({ ...unwritten, "io-error": reason });

test.each([
	[
		"No space left on device",
		"free some space in /etc/openvswitch (df /etc/openvswitch; df -i /etc/openvswitch), then run again",
	],
	["Read-only file system", "make /etc/openvswitch writable (mount -o remount,rw /etc/openvswitch), then run again"],
	["Input/output error", "check the disk of /etc/openvswitch, then run again"],
])("a database that can't be written because of %s is told with a remedy", (reason, remedy) => {
	// ovs-vsctl prints the error twice, once as a line of its log.
	const said = `2026-11-29T17:04:40Z|00002|ovsdb_idl|WARN|transaction error: ${line(reason)}\novs-vsctl: transaction error: ${line(reason)}`;
	const text = `Open vSwitch's database can't be written (/etc/openvswitch/conf.db: write failed: ${reason}): ${remedy}`;
	expect(refusal(said)).toBe(text);
	expect(refusal(errorText({ ...unwritten, "io-error": reason }))).toBe(text);
});

test("an error without a file has no folder in its remedy", () => {
	expect(refusal('ovs-vsctl: transaction error: {"error":"I/O error","io-error":"No space left on device"}')).toBe(
		"Open vSwitch's database can't be written (No space left on device): check the disk of the database, then run again",
	);
});

test("an error that ovs-vsctl also logs is told once", () => {
	const said = '{"details":"too big","error":"constraint violation"}';
	expect(
		refusal(`2026-11-29T17:04:40Z|00002|ovsdb_idl|WARN|transaction error: ${said}\novs-vsctl: transaction error: ${said}`),
	).toBe(`ovs-vsctl: transaction error: ${said}`);
	expect(refusal("2026-11-29T17:04:40Z|00002|fatal_signal|WARN|terminating")).toBe(
		"2026-11-29T17:04:40Z|00002|fatal_signal|WARN|terminating",
	);
});
