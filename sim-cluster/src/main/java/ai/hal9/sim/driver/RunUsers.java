package ai.hal9.sim.driver;

import ai.hal9.sim.SimException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** As whom a run asks its target. The scenario's users are shared out among those there are. */
public sealed interface RunUsers {

  /** The environment variable that holds tokens or API keys, with blanks between them. */
  String VARIABLE = "HAL9_USER_TOKEN";

  /**
   * Users whose tokens or API keys are given.
   *
   * @param tokens one a user; at least one
   */
  record Given(List<String> tokens) implements RunUsers {

    public Given {
      tokens = List.copyOf(tokens);
      if (tokens.isEmpty()) {
        throw new IllegalArgumentException("there is no token");
      }
    }

    /** Without the tokens, so that they can be in no log. */
    @Override
    public String toString() {
      return tokens.size() + " users";
    }
  }

  /** Nobody, or users that the run registers for itself where the target wants to know them. */
  record Own() implements RunUsers {}

  /** Nobody: the target belongs to somebody else. */
  record Nobody() implements RunUsers {}

  /**
   * Those whose tokens or API keys stand in a file, with blanks or ends of lines between them.
   *
   * @throws SimException when it cannot be read or holds none
   */
  static RunUsers inFile(Path file) {
    try {
      return given(Files.readString(file))
          .orElseThrow(
              () -> new SimException(SimException.Code.CONFIGURATION, file + " holds no token"));
    } catch (IOException e) {
      throw new SimException(
          SimException.Code.CONFIGURATION, "cannot read the tokens in " + file, e);
    }
  }

  /** Those that {@link #VARIABLE} names, if it does. */
  static Optional<RunUsers> inEnvironment(Map<String, String> environment) {
    return given(environment.getOrDefault(VARIABLE, ""));
  }

  private static Optional<RunUsers> given(String text) {
    var tokens = text.strip();
    return tokens.isEmpty()
        ? Optional.empty()
        : Optional.of(new Given(List.of(tokens.split("\\s+"))));
  }
}
