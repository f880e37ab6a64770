package ai.hal9.engine.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.hal9.engine.cluster.ClusterRedis;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.codec.Base16;
import java.util.List;

/** A script that Redis runs by its digest, and is sent where it does not have it yet. */
final class Script<T> {

  private final String text;
  private final String digest;
  private final ScriptOutputType answer;

  private Script(String text, ScriptOutputType answer) {
    this.text = text;
    this.digest = Base16.digest(text.getBytes(UTF_8));
    this.answer = answer;
  }

  /** One that returns a string. */
  static Script<String> ofString(String text) {
    return new Script<>(text, ScriptOutputType.VALUE);
  }

  /** One that returns an array of strings. */
  static Script<List<String>> ofStrings(String text) {
    return new Script<>(text, ScriptOutputType.MULTI);
  }

  /**
   * Runs it and waits for what it returns.
   *
   * @throws RedisException when Redis is out of reach, or the script failed
   */
  T run(ClusterRedis redis, String[] keys, String... values) {
    try {
      return redis.<T>call(commands -> commands.evalsha(digest, answer, keys, values));
    } catch (RedisNoScriptException e) {
      return redis.<T>call(commands -> commands.eval(text, answer, keys, values));
    }
  }
}
