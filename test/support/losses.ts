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
	const log = (i: number) => `/run/ping-${i}.log`;
	const pids = await Promise.all(
		all.map(({ host, netns, to }, i) =>
			onHost(host, `ip netns exec ${netns} setsid ping -i 0.05 ${to} >${log(i)} 2>&1 </dev/null & echo $!`),
		),
	);
	let ended: string[] = [];
	try {
		await work();
	} finally {
		ended = await Promise.all(
			all.map(({ host }, i) =>
				onHost(
					host,
					`last() { tail -n 50 ${log(i)} | sed -n 's/.*icmp_seq=\\([0-9]*\\).*/\\1/p' | sort -n | tail -n 1; }
end=$(($(last) + ${2 * onTheirWay})); n=0
until [ $(($(last) + 0)) -ge $end ] || [ $n -ge 100 ]; do sleep 0.1; n=$((n + 1)); done
kill -INT ${pids[i]}; while kill -0 ${pids[i]} 2>/dev/null; do sleep 0.05; done
cat ${log(i)}; rm -f ${log(i)}`,
				),
			),
		);
	}
	return ended.map((text) => {
		const sent = Number(/(\d+) packets transmitted/.exec(text)?.[1]);
		const back = new Set([...text.matchAll(/bytes from .* icmp_seq=(\d+)/g)].map(([, seq]) => Number(seq)));
		const last = Math.max(0, ...back);
		// Where the answers ended before the pings did, the last packets are lost.
		const judged = sent - last > 4 * onTheirWay ? sent : last - onTheirWay;
		expect(judged).toBeGreaterThanOrEqual(onTheirWay);
		return judged - [...back].filter((seq) => seq <= judged).length;
	});
}
