// What to do about a failure of another program, by the program's output.

const causes = [
	{
		seen: /no space left on device|\bENOSPC\b|enough free space|disk quota exceeded/i,
		advice:
			"The disk is full. `df -h . /tmp ~` shows which one. Free 4 GB there, or set PULUMI_OVS_CACHE to a folder on a larger disk, " +
			"then run the command again. What is already built is kept.",
	},
	{
		seen: /could not get lock|unable to lock the administration directory|unable to acquire the dpkg frontend lock/i,
		advice: "Another program is installing Debian packages. Wait until it has ended, then run the command again.",
	},
	{
		seen: /temporary failure in name resolution|temporary failure resolving|could not resolve|no such host|\bEAI_AGAIN\b|\bENOTFOUND\b|network is unreachable|\bENETUNREACH\b|\bECONNREFUSED\b|\bETIMEDOUT\b|connection refused|connection timed out|i\/o timeout|no route to host|\bERR_SOCKET_TIMEOUT\b|could not connect to|cannot initiate the connection/i,
		advice:
			"A server was not reached; the lines above name it. Check this machine's network. Behind a proxy, set HTTP_PROXY and HTTPS_PROXY. " +
			"Then run the command again; what is already fetched is kept.",
	},
	{
		seen: /address already in use|\bEADDRINUSE\b|could not set up host forwarding/i,
		advice:
			"Other programs took the lab's ports again and again. `ss -ltnp` shows them. Run the command again: it takes free ports.",
	},
	{
		seen: /\bEACCES\b|\bEPERM\b|permission denied|are you root/i,
		advice:
			"This user may not read or write a file that the lines above name. If an earlier run as root made it, give it back: " +
			'`sudo chown -R "$(id -un)" .`, then run the command again.',
	},
	{
		seen: /ended with SIGKILL|signal: killed|out of memory|cannot allocate memory|JavaScript heap/i,
		advice:
			"The machine ran out of memory, or a user killed the program. `npm start` needs 4 GB. Free memory, then run the command again.",
	},
];

/** One line that says what to do about a failure; undefined if the text names no known cause. */
export function adviceOn(text) {
	return causes.find(({ seen }) => seen.test(text))?.advice;
}
