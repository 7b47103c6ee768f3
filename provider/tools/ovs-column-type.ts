/** A type of values (RFC 7047, section 3.2, "base-type"). */
export interface BaseType {
	type: string;
	/** The allowed values: ["set", values]. */
	enum?: readonly [string, readonly string[]];
	minInteger?: number;
	maxInteger?: number;
	/** The table of the rows that the values refer to. */
	refTable?: string;
	refType?: string;
}

/** The type of a column. With `value`, the column is a map. */
export interface ColumnType {
	key: BaseType;
	value?: BaseType;
	min: number;
	max: number | "unlimited";
}
