import { z } from "zod";
import * as f from "../base/fields";
import type { Values } from "../base/values";

const rate = f.integer(1, Number.MAX_SAFE_INTEGER, "a rate in bits per second");

const queue = z.strictObject({
	minRate: f.enforced(rate, "Guaranteed rate in bit/s."),
	maxRate: f.enforced(rate, "Maximum rate in bit/s.", { whenUnset: "the `maxRate` of the object in `qos`" }),
	burst: f.enforced(
		f.integer(1, Number.MAX_SAFE_INTEGER, "a size in bits"),
		"Bits that an idle queue may save up and then send at once. Only for linux-htb. Open vSwitch ignores a value that is too small.",
	),
	priority: f.enforced(
		f.integer(0, 7, "a priority"),
		"Queues with lower numbers get spare bandwidth first, 0 to 7. Only for linux-htb.",
		0,
	),
	dscp: f.enforced(f.integer(0, 63, "a DSCP value"), "DSCP value to set in the queue's packets, 0 to 63.", {
		whenUnset: "packets keep their DSCP value",
	}),
});

const queueNumber = z.string().regex(/^(0|[1-9]\d{0,4})$/, "must be a queue's number: a whole number from 0 to 61439");

/** A Port's field `qos`: one row of the table QoS and its rows of the table Queue, which no other port uses. */
export const qosField = f.enforced(
	z.strictObject({
		type: f.required(z.enum(["linux-htb", "linux-hfsc"]), "Queueing discipline of the kernel (tc-htb(8), tc-hfsc(8))."),
		maxRate: f.enforced(rate, "Maximum rate of all queues together in bit/s.", {
			whenUnset: "the link's rate; if it is not known, 10 Gbit/s (100 Mbit/s before Open vSwitch 3.1)",
		}),
		otherConfig: f.wholeMap("Further keys of the QoS row's other_config. Other keys are removed."),
		queues: f.enforced(
			f.emptyAsUnset(z.record(queueNumber, queue)),
			"Queues by number, 0 to 61439. Packets go to queue 0 unless a flow selects another queue (action set_queue).",
		),
	}),
	"Queues and rate limits for traffic that leaves through the port. The rows in the tables QoS and Queue belong to this port only, and are deleted with the port. Not together with `netns`.",
);

export function checkQos(want: Values, issue: (path: string, message: string) => void): void {
	const { qos } = want;
	if (want.netns !== undefined)
		for (const field of ["qos", "ingressPolicingRate"])
			if (want[field] !== undefined)
				issue(field, "can't be set with netns: Open vSwitch can't reach a device in another namespace, and reports no error");
	if (!qos) return;
	if (qos.otherConfig?.["max-rate"] !== undefined) issue("qos.otherConfig.max-rate", "has its own field: maxRate");
	for (const [n, q] of Object.entries((qos.queues ?? {}) as Record<string, Values>)) {
		const path = `qos.queues.${n}`;
		if (Number(n) > 61439) issue(path, "must have a number from 0 to 61439: the kernel has no other classes");
		for (const field of ["burst", "priority"])
			if (q[field] !== undefined && qos.type === "linux-hfsc") issue(`${path}.${field}`, "is only for linux-htb");
		for (const [most, whose] of [
			[q.maxRate, "the queue's maxRate"],
			[qos.maxRate, "qos.maxRate"],
		])
			if (q.minRate > most)
				issue(`${path}.minRate`, `is more than ${whose}: the queue can't be guaranteed more than its maximum`);
	}
}

/** The first number of bytes, and of bytes per second, that Open vSwitch 3.1 can't keep (struct htb_class in lib/netdev-linux.c). */
const most = 2 ** 32;

/** Warns of limits that Open vSwitch cuts to 32 bits. */
export function qosWarnings({ qos }: Values): string[] {
	const queues = Object.entries((qos?.queues ?? {}) as Record<string, Values>);
	const rates = [
		["qos.maxRate", qos?.maxRate],
		...queues.flatMap(([n, { minRate, maxRate }]) => [
			[`qos.queues.${n}.minRate`, minRate],
			[`qos.queues.${n}.maxRate`, maxRate],
		]),
	].filter(([, rate]) => rate !== undefined && Math.floor(Number(rate) / 8) >= most);
	const bursts = queues.filter(([, { burst }]) => burst !== undefined && Math.floor(burst / 8) >= most);
	return [
		...rates.map(
			([path, rate]) =>
				`${path} ${rate} is above ${most * 8 - 1}: versions of Open vSwitch with 32-bit numbers of bytes, such as 3.1, set ${(Math.floor(Number(rate) / 8) % most) * 8} bit/s in its place`,
		),
		...bursts.map(
			([n]) =>
				`qos.queues.${n}.burst is above ${most * 8 - 1}: versions of Open vSwitch with 32-bit numbers of bytes, such as 3.1, cut it`,
		),
	];
}
