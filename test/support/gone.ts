/** The error of an object that is gone without its entry in the journal, as a refresh puts it into the state. */
export const gone = "the object is gone, but its entry in the host's journal is still there";

/** The same in the differences that `pulumi preview` shows. */
export const goneInDiff = new RegExp(`- error\\s*: "${gone}"`);
