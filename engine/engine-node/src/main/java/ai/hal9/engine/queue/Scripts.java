package ai.hal9.engine.queue;

/**
 * What must happen in Redis as one step. Each counts signals where it moves entries. A Redis whose
 * memory is full refuses a script's writes unless one that frees came first: all but {@link
 * #APPEND} go on then, or the queue could never be emptied.
 */
final class Scripts {

  /** Frees nothing, and lets what follows write though memory be full. */
  private static final String FREEING = "redis.call('XDEL', KEYS[1], '0-1')\n";

  /** KEYS: entries. Makes the consumers' group where there is none, from the oldest entry on. */
  static final String JOIN =
      FREEING
          + """
            local made = redis.pcall('XGROUP', 'CREATE', KEYS[1], 'writers', '0', 'MKSTREAM')
            if made.err and not string.find(made.err, 'BUSYGROUP') then return made end
            return 1
            """;

  /**
   * KEYS: entries, length. ARGV: rows, how many, most that may wait, traces or nothing. Returns how
   * many wait then, or nothing when there is no room.
   */
  static final String APPEND =
      """
      if tonumber(redis.call('GET', KEYS[2]) or '0') + tonumber(ARGV[2]) > tonumber(ARGV[3]) then
        return false
      end
      if ARGV[4] == '' then
        redis.call('XADD', KEYS[1], '*', 'n', ARGV[2], 'rows', ARGV[1])
      else
        redis.call('XADD', KEYS[1], '*', 'n', ARGV[2], 'rows', ARGV[1], 'traces', ARGV[4])
      end
      return redis.call('INCRBY', KEYS[2], ARGV[2])
      """;

  /**
   * KEYS: entries, length, dead. Returns as texts how many signals wait, in how many entries, how
   * many of those a consumer has, the oldest's id or nothing, and how many dead letters there are.
   */
  static final String STATE =
      """
      local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
      -- Where nobody has consumed yet there is no group.
      local pending = redis.pcall('XPENDING', KEYS[1], 'writers')
      return {
        redis.call('GET', KEYS[2]) or '0',
        tostring(redis.call('XLEN', KEYS[1])),
        pending.err and '0' or tostring(pending[1]),
        oldest and oldest[1] or '',
        tostring(redis.call('XLEN', KEYS[3]))
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
      FORGET
          + """
            if #redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1]) == 0 then return 0 end
            forget(ARGV[1], ARGV[2])
            for i = 3, #ARGV, 4 do
              local letter = {'rows', ARGV[i], 'n', ARGV[i + 1], 'reason', ARGV[i + 2]}
              if ARGV[i + 3] ~= '' then
                letter[7] = 'traces'
                letter[8] = ARGV[i + 3]
              end
              redis.call('XADD', KEYS[3], '*', unpack(letter))
            end
            return 1
            """;

  /** KEYS: entries, length, dead. ARGV: ids. Returns how many went back. */
  static final String REDRIVE =
      """
      local moved = 0
      for _, id in ipairs(ARGV) do
        local found = redis.call('XRANGE', KEYS[3], id, id)[1]
        if found then
          local f = {}
          for i = 1, #found[2], 2 do f[found[2][i]] = found[2][i + 1] end
          local entry = {'n', f['n'], 'rows', f['rows']}
          if f['traces'] then
            entry[5] = 'traces'
            entry[6] = f['traces']
          end
          redis.call('XDEL', KEYS[3], id)
          redis.call('XADD', KEYS[1], '*', unpack(entry))
          redis.call('INCRBY', KEYS[2], f['n'])
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
