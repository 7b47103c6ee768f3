import { onHost } from "./hosts";

interface Ping {
	host: string;
	netns: string;
	to: string;
}

/** Packets that may still be on their way when pings end: those of half a second. */
const onTheirWay = 10;

/**
 * Number of packets lost during `work`, of one ping per 50 ms for each of `all`. After the work the pings go on until the answer to the
 * 20th packet after it, or for 10 s, so that each packet of the work has had time for its answer on a slow machine, too.
 */
export async function lossesDuring(all: Ping[], work: () => Promise<unknown>): Promise<number[]> {
	const hosts = [...new Set(all.map(({ host }) => host))];
	// Each ping ends when something is written to its pipe. A loop that looks for a file would keep an emulated processor busy.
	const pipe = (i: number) => `/run/ping-stop-${i}`;
	const pipesOf = (host: string) => all.flatMap((ping, i) => (ping.host === host ? [pipe(i)] : []));
	await Promise.all(hosts.map((host) => onHost(host, `rm -f ${pipesOf(host).join(" ")}; mkfifo ${pipesOf(host).join(" ")}`)));
	const pings = all.map(({ host, netns, to }, i) =>
		onHost(
			host,
			`ip netns exec ${netns} ping -i 0.05 ${to} >${pipe(i)}-log & pid=$!
read -r _ <${pipe(i)}; n=0
last() { sed -n 's/.*icmp_seq=\\([0-9]*\\).*/\\1/p' ${pipe(i)}-log | sort -n | tail -1; }
end=$(($(last) + ${2 * onTheirWay}))
until [ $(($(last) + 0)) -ge $end ] || [ $n -ge 100 ]; do sleep 0.1; n=$((n + 1)); done
kill -INT $pid; wait $pid || true
cat ${pipe(i)}-log; rm -f ${pipe(i)} ${pipe(i)}-log`,
		),
	);
	const ended = Promise.all(pings);
	try {
		await work();
	} finally {
		await Promise.all(
			hosts.map((host) =>
				onHost(
					host,
					pipesOf(host)
						.map((name) => `echo >${name}`)
						.join("; "),
				),
			),
		);
		await ended;
	}
	return (await ended).map((text) => {
		const sent = Number(/(\d+) packets transmitted/.exec(text)?.[1]);
		const back = new Set([...text.matchAll(/bytes from .* icmp_seq=(\d+)/g)].map(([, seq]) => Number(seq)));
		const last = Math.max(0, ...back);
		// Where the answers ended before the pings did, the last packets are lost.
		const judged = sent - last > 4 * onTheirWay ? sent : last - onTheirWay;
		expect(judged).toBeGreaterThanOrEqual(onTheirWay);
		return judged - [...back].filter((seq) => seq <= judged).length;
	});
}
