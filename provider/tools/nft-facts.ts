export type NftTableFact = { read: "nft"; netns: string; family: string; name: string };
/** The families and names of all tables of a namespace. */
export type NftTablesFact = { read: "nft-tables"; netns: string };
/** The chains of all tables of a namespace, without their rules. */
export type NftChainsFact = { read: "nft-chains"; netns: string };
/** The table as this host's nft writes it: its normal form, or a refusal. */
export type NftRenderedFact = { read: "nft-rendered"; family: string; name: string; text: string };
/** The fact whether all of these devices can forward flows in hardware. */
export type NftOffloadFact = { read: "nft-offload"; netns: string; devices: string[] };
