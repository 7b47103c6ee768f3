/** Time as the code below host/ gets it, so that tests can give another. All times are in milliseconds. */
export interface Clock {
	now(): number;
	sleep(ms: number): Sleep;
}

/** A pause that ends when its time is over, or when somebody ends it. */
export interface Sleep {
	over: Promise<void>;
	end(): void;
}
