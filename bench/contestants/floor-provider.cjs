// The provider of the floor's resources, which does nothing.
const { isDeepStrictEqual } = require("node:util");

const own = (values) => Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith("__")));
let count = 0;

exports.shell = {
	check: async (_olds, news) => ({ inputs: news }),
	diff: async (_id, olds, news) => ({ changes: !isDeepStrictEqual(own(olds), own(news)) }),
	create: async (inputs) => ({ id: String(++count), outs: inputs }),
	read: async (id, props) => ({ id, props }),
	update: async (_id, _olds, news) => ({ outs: news }),
	delete: async () => {},
};
