package ai.hal9.engine.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads regions with their networks: {@code us-west 10.1.0.0/16 10.2.0.0/16, ap-south ::1}. */
final class RegionList {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";

  private RegionList() {}

  /** The networks by region, or nothing when a word is wrong or a region comes twice. */
  static Optional<Map<String, List<Network>>> parse(String text) {
    var regions = new LinkedHashMap<String, List<Network>>();
    if (text.isBlank()) {
      return Optional.of(regions);
    }
    for (var part : text.split(",", -1)) {
      var words = part.strip().split("\\s+", 2);
      var networks = networks(words.length == 1 ? "" : words[1]);
      if (!words[0].matches(NAME)
          || networks.isEmpty()
          || regions.put(words[0], networks.get()) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(regions);
  }

  /** Networks with spaces between, or nothing when one is wrong. */
  static Optional<List<Network>> networks(String text) {
    var networks = new ArrayList<Network>();
    for (var word : text.strip().split("\\s+", -1)) {
      if (word.isEmpty()) {
        continue;
      }
      var network = Network.parse(word);
      if (network.isEmpty()) {
        return Optional.empty();
      }
      networks.add(network.get());
    }
    return Optional.of(networks);
  }
}
