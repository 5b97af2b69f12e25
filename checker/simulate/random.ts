/** What decides where a walk goes: uniform 32-bit numbers, the same on every machine. */
export class Random {
  private s0: number;
  private s1: number;
  private s2: number;
  private s3: number;

  /** @param state 128 bits as four 32-bit words, not all zero */
  constructor(state: readonly [number, number, number, number]) {
    [this.s0, this.s1, this.s2, this.s3] = state;
  }

  /** xoshiro128** 1.1, David Blackman and Sebastiano Vigna, 2018: https://prng.di.unimi.it/xoshiro128starstar.c */
  next(): number {
    const result = Math.imul(rotated(Math.imul(this.s1, 5), 7), 9) >>> 0;
    const shifted = this.s1 << 9;
    this.s2 ^= this.s0;
    this.s3 ^= this.s1;
    this.s1 ^= this.s2;
    this.s0 ^= this.s3;
    this.s2 ^= shifted;
    this.s3 = rotated(this.s3, 11);
    return result;
  }

  /** A number from 0 to `limit` - 1, each as likely as the others. */
  below(limit: number): number {
    // The numbers beyond the last whole multiple would favour small remainders.
    const fair = 2 ** 32 - (2 ** 32 % limit);
    for (;;) {
      const number = this.next();
      if (number < fair) return number % limit;
    }
  }
}

/**
 * Makes one generator per walk out of a seed, so that a walk depends on the seed and its number and on nothing that
 * other walks did. SplitMix64, Sebastiano Vigna, 2015: https://prng.di.unimi.it/splitmix64.c, which the authors of
 * xoshiro recommend for its initial state.
 */
export class Seeds {
  private state: bigint;

  /** @param seed a whole number */
  constructor(seed: number) {
    this.state = BigInt(seed);
  }

  /** The generator of the next walk. */
  next(): Random {
    const [low, high] = [this.word(), this.word()];
    return new Random([
      Number(low & 0xffff_ffffn),
      Number(low >> 32n),
      Number(high & 0xffff_ffffn),
      Number(high >> 32n),
    ]);
  }

  /** 64 bits. */
  word(): bigint {
    this.state = BigInt.asUintN(64, this.state + 0x9e37_79b9_7f4a_7c15n);
    let mixed = this.state;
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58_476d_1ce4_e5b9n);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d0_49bb_1331_11ebn);
    return mixed ^ (mixed >> 31n);
  }
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
