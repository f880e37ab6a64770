package ai.hal9.engine.tuning;

/** How a write reaches PostgreSQL and the shared cache (seed 1). */
public enum CacheStrategy {
  /** PostgreSQL first, and the new value into the cache before the write is answered. */
  WRITE_THROUGH,
  /** Into the cache, answered, and in batches into PostgreSQL. */
  WRITE_BEHIND,
  /** PostgreSQL first; the cache forgets, and the next who reads fills it. */
  CACHE_ASIDE
}
