package ai.hal9.engine.quota;

import ai.hal9.engine.cluster.Script;
import java.util.ArrayList;
import java.util.List;

/** The script that leases, run by Redis as one step. */
final class LeaseScript {

  private static final long NANOS_PER_MICRO = 1_000;
  private static final int NUMBERS = 3;

  /**
   * Answers three numbers a key: granted, left, and microseconds until one can be granted. A time
   * beyond what a whole burst leaves was written when Redis' clock was ahead, or the burst larger;
   * it counts for a whole burst.
   */
  static final Script<List<Long>> LEASE =
      Script.ofNumbers(
          """
          local time = redis.call('TIME')
          local now = time[1] * 1000000 + time[2]
          local each = 1000000 / ARGV[1]
          local most = each * ARGV[2]
          local out = {}
          for i = 1, #KEYS do
            local tat = math.max(tonumber(redis.call('GET', KEYS[i]) or '0'), now)
            if tat > now + most then
              tat = now + most
              redis.call('SET', KEYS[i], string.format('%.3f', tat),
                'PX', math.ceil(most / 1000) + 1000)
            end
            local free = math.floor((most - (tat - now)) / each + 0.000001)
            local granted = math.max(0, math.min(free, tonumber(ARGV[i + 2])))
            local wait = 0
            if granted > 0 then
              tat = tat + granted * each
              redis.call('SET', KEYS[i], string.format('%.3f', tat),
                'PX', math.ceil((tat - now) / 1000) + 1000)
            else
              wait = math.ceil(tat - now + each - most)
            end
            out[#out + 1] = granted
            out[#out + 1] = math.max(0, free - granted)
            out[#out + 1] = math.max(0, wait)
          end
          return out
          """);

  private LeaseScript() {}

  static List<Leases.Grant> grants(List<Long> numbers) {
    var grants = new ArrayList<Leases.Grant>(numbers.size() / NUMBERS);
    for (var i = 0; i + 2 < numbers.size(); i += NUMBERS) {
      grants.add(
          new Leases.Grant(
              numbers.get(i), numbers.get(i + 1), numbers.get(i + 2) * NANOS_PER_MICRO));
    }
    return grants;
  }
}
