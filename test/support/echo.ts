import { onHost } from "./hosts";

const server = `
import socket, threading
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("", PORT))
s.listen(8)
def serve(c):
    while True:
        d = c.recv(65536)
        if not d: return c.close()
        c.sendall(d)
while True:
    threading.Thread(target=serve, args=(s.accept()[0],), daemon=True).start()
`;

const client = `
import socket, sys, time
s = socket.create_connection(("ADDRESS", PORT), 10)
s.settimeout(5)
n = 0
while True:
    s.sendall(b"x" * 200)
    left = 200
    while left: left -= len(s.recv(left)) or sys.exit("closed")
    n += 1
    open("LOG", "w").write(str(n))
    time.sleep(0.01 if n < 400 else 0.2)
`;

/** Starts a Python program on a host, in the network namespace `netns` if given, and returns its process id. */
async function start(host: string, program: string, what: string, netns?: string): Promise<number> {
	const file = `/tmp/pulumi-ovs-${what}`;
	const run = `${netns ? `ip netns exec ${netns} ` : ""}python3 ${file}.py`;
	return Number(
		await onHost(host, `cat >${file}.py <<'PROGRAM'\n${program}\nPROGRAM\nsetsid ${run} </dev/null >${file}.out 2>&1 & echo $!`),
	);
}

export interface Running {
	host: string;
	pid: number;
}

/** Starts a TCP echo server on all addresses of a host. */
export async function echoServer(host: string, port: number): Promise<Running> {
	const pid = await start(host, server.replace("PORT", String(port)), `echo-${port}`);
	await onHost(host, `for i in $(seq 100); do ss -lnt | grep -q ':${port} ' && exit; sleep 0.1; done; exit 1`);
	return { host, pid };
}

/**
 * A TCP connection to an echo server, over which 200 bytes are sent and received again and again. After the first 400 rounds the pace
 * slackens, so that an emulated host is not kept busy.
 */
export class Conversation implements Running {
	private constructor(
		readonly host: string,
		readonly pid: number,
		private readonly log: string,
	) {}

	static async with(host: string, address: string, port: number): Promise<Conversation> {
		const log = `/tmp/pulumi-ovs-talk-${address}-${port}.log`;
		await onHost(host, `rm -f ${log}`);
		const program = client.replace("ADDRESS", address).replace("PORT", String(port)).replace("LOG", log);
		return new Conversation(host, await start(host, program, `talk-${address}-${port}`), log);
	}

	/** Number of messages of 200 bytes that came back. */
	async rounds(): Promise<number> {
		return Number(await onHost(this.host, `cat ${this.log} 2>/dev/null || echo 0`));
	}

	/** True if the connection is still open. The client does not connect again. */
	async isOpen(): Promise<boolean> {
		return (await onHost(this.host, `kill -0 ${this.pid} 2>/dev/null && echo yes || echo no`)) === "yes";
	}
}

export const stop = (all: Running[]) => Promise.all(all.map(({ host, pid }) => onHost(host, `kill ${pid} 2>/dev/null || true`)));
