/** A clock that tests can replace. All times are in milliseconds. */
export interface Clock {
	now(): number;
	sleep(ms: number): Sleep;
}

/** A pause that ends when its time is over, or earlier by `end`. */
export interface Sleep {
	over: Promise<void>;
	end(): void;
}
