// The last part of `npm run build`.
import { linkOurselves } from "./setup.mjs";

linkOurselves();
