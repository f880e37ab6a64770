package ai.hal9.sim.driver;

import java.net.URI;

/**
 * What a load process is to do: the first line on its standard input.
 *
 * @param protocol {@link #PROTOCOL}
 * @param cluster what the user calls the target
 * @param url where requests go
 * @param token proves that the nodes may be listened to; empty where none is asked for
 * @param name the scenario's name unless its text gives one
 * @param scenario YAML
 */
public record LoadOrder(
    int protocol, String cluster, URI url, String token, String name, String scenario) {

  /** Grows with every change that the other side would misread. */
  public static final int PROTOCOL = 3;

  /** An order of this version. */
  public LoadOrder(String cluster, URI url, String token, String name, String scenario) {
    this(PROTOCOL, cluster, url, token, name, scenario);
  }

  /** Without the token, so that it can be in no log. */
  @Override
  public String toString() {
    return name + " against " + url;
  }
}
