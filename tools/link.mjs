// The end of `npm run build`.
import { linkOurselves } from "./setup.mjs";

linkOurselves();
