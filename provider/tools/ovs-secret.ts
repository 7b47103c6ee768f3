import type { Call } from "./call";
import type { OvsStep } from "./ovs-step";
import { changeTimeout, readTimeout } from "./ovs-tools";
import { type OvsdbOperation, waitUntilApplied } from "./ovsdb";

/** The status of a tool of Open vSwitch that has ended itself by its option --timeout. */
const timedOut = 142;

/**
 * Clients of the database in the two languages of which a host has at least one: perl-base is essential in Debian, and the tools of
 * Red Hat need Python. ovs-vsctl and ovsdb-client take values only as arguments, which every user of the host can read, and
 * ovs-vsctl writes them into the system's log too. Standard input has two lines: the change, and the request that waits until
 * ovs-vswitchd has applied it.
 */
const perl = `use strict; use Socket;
my ($path, $seconds) = @ARGV;
alarm $seconds;
chomp(my ($change, $wait) = <STDIN>);
my $server;
socket($server, PF_UNIX, SOCK_STREAM, 0) && connect($server, sockaddr_un($path)) or die "ovsdb: $path: $!\\n";
sub ask {
	my ($said, $bare) = ("", "");
	syswrite $server, shift;
	until ($bare =~ /}/ && ($bare =~ tr/{//) == ($bare =~ tr/}//)) {
		sysread($server, my $part, 65536) or die "ovsdb: the server closed the connection\\n";
		$said .= $part;
		($bare = $said) =~ s/"(?:[^"\\\\]|\\\\.)*"//gs;
	}
	my @errors = $said =~ /"(?:error|details)":"((?:[^"\\\\]|\\\\.)*)"/g;
	return ($said, @errors ? "ovsdb: " . join(": ", @errors) . "\\n" : undef);
}
my ($answer, $error) = ask($change);
die $error if defined $error;
my ($number) = $answer =~ /"next_cfg":(\\d+)/;
$wait =~ s/"<",0/"<",$number/;
my ($applied, $late) = ask($wait);
exit(defined $late ? ${timedOut} : 0);`;

const python = `import json, signal, socket, sys
path, seconds = sys.argv[1], int(sys.argv[2])
signal.signal(signal.SIGALRM, signal.SIG_DFL)
signal.alarm(seconds)
change, wait = sys.stdin.read().split("\\n")[:2]
server = socket.socket(socket.AF_UNIX)
try:
    server.connect(path)
except OSError as error:
    sys.exit("ovsdb: %s: %s" % (path, error.strerror))
def ask(request):
    server.sendall(request.encode())
    said = b""
    while True:
        part = server.recv(65536)
        if not part:
            sys.exit("ovsdb: the server closed the connection")
        said += part
        try:
            results = json.loads(said.decode())["result"]
        except ValueError:
            continue
        errors = [one for one in results if one and one.get("error")]
        return results, errors
results, errors = ask(change)
if errors:
    sys.exit("ovsdb: %s: %s" % (errors[0]["error"], errors[0].get("details", "")))
number = results[-1]["rows"][0]["next_cfg"]
results, errors = ask(wait.replace('"<",0', '"<",%d' % number))
sys.exit(${timedOut} if errors else 0)`;

/** Quotes of the shell around text that may have single quotes. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** The module for sockets is a package of its own in some distributions. */
const hasPerl = "perl -MSocket -e 1 2>/dev/null";

/** Sets $d to the folder of the database's socket. */
const findRunDir = `d=\${OVS_RUNDIR:-/run/openvswitch}; [ -d "$d" ] || d=/var/run/openvswitch`;

/** Ends with an error where the host can't set secrets, before anything of the change is carried out. */
const check = `${findRunDir}
if [ -n "$PULUMI_OVS_VSCTL" ]; then echo "psk can't be set over a connection with ovsCommand, because a command shows its arguments to others: leave out psk, or connect to where Open vSwitch runs"
elif [ ! -S "$d/db.sock" ]; then echo "the database's socket is not at $d/db.sock: psk needs it"
elif ${hasPerl} || command -v python3 >/dev/null; then exit 0
else echo "a secret of Open vSwitch can be set only by perl or python3, and the host has neither"
fi >&2; exit 1`;

const script = `${findRunDir}
if ${hasPerl}; then exec perl -e ${quoted(perl)} "$d/db.sock" "$1"; fi
exec python3 -c ${quoted(python)} "$d/db.sock" "$1"`;

type Put = Extract<OvsStep, { op: "put" }>;

function operationsOf({ table, name, column, entries }: Put): OvsdbOperation[] {
	const where = [["name", "==", name]];
	const keys = ["set", Object.keys(entries)];
	const exists = { op: "wait", table, where, columns: ["name"], until: "==", rows: [{ name }], timeout: 0 };
	const mutations = [
		[column, "delete", keys],
		[column, "insert", ["map", Object.entries(entries)]],
	];
	return [exists, { op: "mutate", table, where, mutations }];
}

const request = (id: number, operations: OvsdbOperation[]): string =>
	JSON.stringify({ method: "transact", params: ["Open_vSwitch", ...operations], id });

/** The call that sets secret keys of rows. The values are on its standard input only. */
export function secretCall(steps: OvsStep[]): Call {
	const puts = steps as Put[];
	const change = [
		...puts.flatMap(operationsOf),
		{ op: "mutate", table: "Open_vSwitch", where: [], mutations: [["next_cfg", "+=", 1]] },
		{ op: "select", table: "Open_vSwitch", where: [], columns: ["next_cfg"] },
	];
	const shown = puts.map(({ table, name, column, entries }) =>
		["set", table, name, ...Object.keys(entries).map((key) => `${column}:${key}=***`)].join(" "),
	);
	return {
		argv: ["sh", "-c", script, "ovsdb-secret", String(changeTimeout + readTimeout)],
		precheck: { argv: ["sh", "-c", check] },
		stdin: `${request(1, change)}\n${request(2, [waitUntilApplied(0, changeTimeout * 1000)])}\n`,
		shown: `ovs-vsctl ${shown.join(" -- ")}`,
	};
}
