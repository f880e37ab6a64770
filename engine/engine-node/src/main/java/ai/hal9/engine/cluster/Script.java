package ai.hal9.engine.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.codec.Base16;
import java.util.List;

/**
 * A script that Redis runs as one step, by its digest; it is sent where Redis does not have it yet.
 */
public final class Script<T> {

  private final String text;
  private final String digest;
  private final ScriptOutputType answer;

  private Script(String text, ScriptOutputType answer) {
    this.text = text;
    this.digest = Base16.digest(text.getBytes(UTF_8));
    this.answer = answer;
  }

  /** One that returns a string. */
  public static Script<String> ofString(String text) {
    return new Script<>(text, ScriptOutputType.VALUE);
  }

  /** One that returns an array of strings. */
  public static Script<List<String>> ofStrings(String text) {
    return new Script<>(text, ScriptOutputType.MULTI);
  }

  /** One that returns a whole number. */
  public static Script<Long> ofNumber(String text) {
    return new Script<>(text, ScriptOutputType.INTEGER);
  }

  /** One that returns an array of whole numbers. */
  public static Script<List<Long>> ofNumbers(String text) {
    return new Script<>(text, ScriptOutputType.MULTI);
  }

  /**
   * Runs it and waits for what it returns.
   *
   * @throws RedisException when Redis is out of reach, or the script failed
   */
  public T run(ClusterRedis redis, String[] keys, String... values) {
    try {
      return redis.<T>call(commands -> commands.evalsha(digest, answer, keys, values));
    } catch (RedisNoScriptException e) {
      return redis.<T>call(commands -> commands.eval(text, answer, keys, values));
    }
  }
}
