import { Hosts } from "../../../provider/host/hosts";

const configured = (value: string) => () => new Hosts((key) => (key === "ovs:commitConfirm" ? value : undefined));

test.each(["0", "5", "30", "240", "30 always"])("ovs:commitConfirm can be %s", (value) => {
	expect(configured(value)).not.toThrow();
});

test.each(["", "4", "241", "0 always", "-30", "30s", "1e2", "true", "always"])("ovs:commitConfirm can't be %j", (value) => {
	expect(configured(value)).toThrow(
		`the stack configuration ovs:commitConfirm must be 0 (off), a number of seconds from 5 to 240, or such a number and the word always ("30 always"), and is ${JSON.stringify(value)}`,
	);
});
