package ai.hal9.engine.queue;

/**
 * What must happen in Redis as one step. Each counts signals where it moves entries. A Redis whose
 * memory is full refuses a script's writes unless one that frees came first: all but {@link
 * #APPEND} go on then, or the queue could never be emptied.
 */
final class Scripts {

  /** Frees nothing, and lets what follows write though memory be full. */
  private static final String FREEING = "redis.call('XDEL', KEYS[1], '0-1')\n";

  /** What entries and dead letters are made of: {@link QueueKeys} names their fields. */
  private static final String FIELDS =
      """
      local function fields(rows, n, traces, ...)
        local made = {'n', n, 'rows', rows, ...}
        if traces and traces ~= '' then
          made[#made + 1] = 'traces'
          made[#made + 1] = traces
        end
        return made
      end
      local function field(entry, name)
        for i = 1, #entry[2], 2 do
          if entry[2][i] == name then return entry[2][i + 1] end
        end
      end
      local function since(entry)
        return field(entry, 'since') or string.match(entry[1], '^%d+')
      end
      """;

  /** KEYS: entries. Makes the consumers' group where there is none, from the oldest entry on. */
  static final String JOIN =
      FREEING
          + """
            local made = redis.pcall('XGROUP', 'CREATE', KEYS[1], 'writers', '0', 'MKSTREAM')
            if made.err and not string.find(made.err, 'BUSYGROUP') then return made end
            return 1
            """;

  /**
   * KEYS: entries, length, aside. ARGV: rows, how many, most that may wait, traces or nothing, most
   * that may wait for one shard, and the shard that is gone whose they are, or nothing. Returns how
   * many wait then, nothing when there is no room, or -1 when there is none for the shard. What
   * waits for a shard above its part counts as the part, so that it takes no other's room.
   */
  static final String APPEND =
      FIELDS
          + """
            local n, part, shard = tonumber(ARGV[2]), tonumber(ARGV[5]), ARGV[6]
            local waiting = tonumber(redis.call('GET', KEYS[2]) or '0') + n
            for _, kept in ipairs(redis.call('HVALS', KEYS[3])) do
              waiting = waiting + math.min(tonumber(kept), part)
            end
            if shard ~= '' and tonumber(redis.call('HGET', KEYS[3], shard) or '0') + n > part then
              return -1
            end
            if waiting > tonumber(ARGV[3]) then return false end
            local entry = fields(ARGV[1], ARGV[2], ARGV[4])
            if shard ~= '' then
              redis.call('XADD', KEYS[3] .. ':' .. shard, '*', unpack(entry))
              return redis.call('HINCRBY', KEYS[3], shard, n)
            end
            redis.call('XADD', KEYS[1], '*', unpack(entry))
            return redis.call('INCRBY', KEYS[2], n)
            """;

  /**
   * KEYS: entries, length, dead, aside. Returns as texts how many signals wait, in how many
   * entries, how many of those a consumer has, since when the oldest waits, in ms since 1970, or
   * nothing, how many dead letters there are, and how many of the signals are set aside.
   */
  static final String STATE =
      FIELDS
          + """
            local signals, entries = tonumber(redis.call('GET', KEYS[2]) or '0'), 0
            local aside = 0
            local oldest, age = '', nil
            local function look(stream)
              entries = entries + redis.call('XLEN', stream)
              local first = redis.call('XRANGE', stream, '-', '+', 'COUNT', 1)[1]
              local millis = first and tonumber(since(first))
              if millis and (not age or millis < age) then oldest, age = since(first), millis end
            end
            look(KEYS[1])
            local kept = redis.call('HGETALL', KEYS[4])
            for i = 1, #kept, 2 do
              aside = aside + tonumber(kept[i + 1])
              look(KEYS[4] .. ':' .. kept[i])
            end
            -- Where nobody has consumed yet there is no group.
            local pending = redis.pcall('XPENDING', KEYS[1], 'writers')
            return {
              string.format('%d', signals + aside),
              tostring(entries),
              pending.err and '0' or tostring(pending[1]),
              oldest,
              tostring(redis.call('XLEN', KEYS[3])),
              string.format('%d', aside)
            }
            """;

  private static final String FORGET =
      """
      local function forget(id, rows)
        redis.call('XACK', KEYS[1], 'writers', id)
        if redis.call('XDEL', KEYS[1], id) == 0 then return end
        if redis.call('XLEN', KEYS[1]) == 0 then
          redis.call('SET', KEYS[2], 0)
        else
          redis.call('DECRBY', KEYS[2], rows)
        end
      end
      """;

  /** KEYS: entries, length. ARGV: id and number of rows, in turn. Acknowledges and trims. */
  static final String SETTLE =
      FORGET
          + """
            for i = 1, #ARGV, 2 do forget(ARGV[i], ARGV[i + 1]) end
            return 0
            """;

  /**
   * KEYS: entries, length, dead. ARGV: id, number of rows, then rows, their number, the reason and
   * the traces or nothing of each dead letter. Moves what of an entry is dead.
   */
  static final String BURY =
      FIELDS
          + FORGET
          + """
            if #redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1]) == 0 then return 0 end
            forget(ARGV[1], ARGV[2])
            for i = 3, #ARGV, 4 do
              local letter = fields(ARGV[i], ARGV[i + 1], ARGV[i + 3], 'reason', ARGV[i + 2])
              redis.call('XADD', KEYS[3], '*', unpack(letter))
            end
            return 1
            """;

  /**
   * KEYS: entries, length, aside. ARGV: id and number of rows, then a shard that is gone or
   * nothing, rows, their number and their traces or nothing, of each part. Puts the parts in the
   * entry's place: what shards that are gone must take aside, the rest at the end of the entries.
   * Returns 0 where somebody else has settled the entry.
   */
  static final String SET_ASIDE =
      FIELDS
          + FORGET
          + """
            local whole = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])[1]
            if not whole then return 0 end
            forget(ARGV[1], ARGV[2])
            for i = 3, #ARGV, 4 do
              local entry = fields(ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], 'since', since(whole))
              if ARGV[i] == '' then
                redis.call('XADD', KEYS[1], '*', unpack(entry))
                redis.call('INCRBY', KEYS[2], ARGV[i + 2])
              else
                redis.call('XADD', KEYS[3] .. ':' .. ARGV[i], '*', unpack(entry))
                redis.call('HINCRBY', KEYS[3], ARGV[i], ARGV[i + 2])
              end
            end
            return 1
            """;

  /**
   * KEYS: entries, length, aside. ARGV: shard, most entries. Puts what waits for a shard back among
   * the entries, the oldest first. Returns how many signals.
   */
  static final String BRING_BACK =
      FREEING
          + FIELDS
          + """
            local kept = KEYS[3] .. ':' .. ARGV[1]
            local moved = 0
            for _, found in ipairs(redis.call('XRANGE', kept, '-', '+', 'COUNT', ARGV[2])) do
              local n = tonumber(field(found, 'n') or '0')
              local entry =
                fields(field(found, 'rows'), n, field(found, 'traces'), 'since', since(found))
              redis.call('XDEL', kept, found[1])
              redis.call('XADD', KEYS[1], '*', unpack(entry))
              redis.call('INCRBY', KEYS[2], n)
              moved = moved + n
            end
            if redis.call('XLEN', kept) == 0 then
              redis.call('DEL', kept)
              redis.call('HDEL', KEYS[3], ARGV[1])
            else
              redis.call('HINCRBY', KEYS[3], ARGV[1], -moved)
            end
            return moved
            """;

  /** KEYS: entries, length, dead. ARGV: ids. Returns how many went back. */
  static final String REDRIVE =
      FIELDS
          + """
            local moved = 0
            for _, id in ipairs(ARGV) do
              local found = redis.call('XRANGE', KEYS[3], id, id)[1]
              if found then
                local n = field(found, 'n')
                local entry = fields(field(found, 'rows'), n, field(found, 'traces'))
                redis.call('XDEL', KEYS[3], id)
                redis.call('XADD', KEYS[1], '*', unpack(entry))
                redis.call('INCRBY', KEYS[2], n)
                moved = moved + 1
              end
            end
            return moved
            """;

  /**
   * KEYS: entries. ARGV: milliseconds, who asks. Removes the other consumers that asked for nothing
   * so long and have nothing pending, which would be lost with them; one that does come back is
   * made anew by its next question. Returns how many there were.
   */
  static final String REMOVE_GONE =
      FREEING
          + """
            local removed = 0
            for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], 'writers')) do
              local f = {}
              for i = 1, #consumer, 2 do f[consumer[i]] = consumer[i + 1] end
              if f['pending'] == 0 and f['idle'] > tonumber(ARGV[1]) and f['name'] ~= ARGV[2] then
                redis.call('XGROUP', 'DELCONSUMER', KEYS[1], 'writers', f['name'])
                removed = removed + 1
              end
            end
            return removed
            """;

  private Scripts() {}
}
