const { default: Sequencer } = require("@jest/test-sequencer");

// The files of the rings on labs that take longest, longest first. Jest itself knows durations only from earlier runs.
const longest = [
	"lab/oracle",
	"lab/peers",
	"e2e/examples",
	"lab/confirm",
	"lab/disturbed",
	"lab/oracle-namespaces",
	"e2e/overlay",
	"lab/trunk-packets",
	"e2e/counts",
	"e2e/confirm",
	"e2e/gateway",
	"e2e/upgrade",
	"e2e/connection",
	"e2e/program",
	"e2e/life",
	"e2e/life-kernel",
	"e2e/drift",
	"lab/openflow",
	"lab/rollback",
	"lab/nft",
	"e2e/mesh",
];

const rank = ({ path }) => {
	const at = longest.findIndex((name) => path.endsWith(`test/${name}.test.ts`));
	return at === -1 ? longest.length : at;
};

/** Starts long files first, so that no worker is busy with one of them when the others have ended. */
class LongestFirst extends Sequencer {
	sort(tests) {
		return super.sort(tests).sort((a, b) => rank(a) - rank(b));
	}
}

module.exports = LongestFirst;
