package ai.hal9.engine.session;

import ai.hal9.engine.config.Network;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Which region a client belongs to, by its address. */
public final class Regions {

  private final String own;
  private final List<Rule> rules;

  private record Rule(Network network, String region) {}

  /**
   * A table of networks by region.
   *
   * @param own the node's region, that of every address in none of the networks
   */
  public Regions(String own, Map<String, List<Network>> table) {
    this.own = own;
    this.rules =
        table.entrySet().stream()
            .flatMap(
                entry -> entry.getValue().stream().map(range -> new Rule(range, entry.getKey())))
            .sorted(Comparator.comparingInt((Rule rule) -> rule.network().bits()).reversed())
            .toList();
  }

  /** The node's region. */
  public String own() {
    return own;
  }

  /** The region of an address: the narrowest network that holds it decides. */
  public String of(InetAddress address) {
    return rules.stream()
        .filter(rule -> rule.network().contains(address))
        .map(Rule::region)
        .findFirst()
        .orElse(own);
  }
}
