package ai.hal9.engine.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of IP addresses in CIDR notation (RFC 4632, RFC 4291): {@code 10.1.0.0/16}, {@code
 * 2001:db8::/32}, or a single address. An IPv4 address mapped into IPv6 counts as IPv4.
 */
public final class Network {

  private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern COLONS = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private static final int IPV6_NETWORK_BYTES = 8;

  private final byte[] base;
  private final int bits;

  private Network(byte[] base, int bits) {
    this.base = base;
    this.bits = bits;
  }

  /** Reads a network, or nothing when the text is none. */
  public static Optional<Network> parse(String text) {
    var slash = text.indexOf('/');
    var address = address(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    var bytes = address.get().getAddress();
    var longest = bytes.length * Byte.SIZE;
    if (slash < 0) {
      return Optional.of(new Network(bytes, longest));
    }
    var bits = text.substring(slash + 1);
    return bits.matches("\\d{1,3}") && Integer.parseInt(bits) <= longest
        ? Optional.of(new Network(bytes, Integer.parseInt(bits)))
        : Optional.empty();
  }

  /** Reads an address that is written as one; a name is none, and nothing is looked up. */
  public static Optional<InetAddress> address(String text) {
    if (!DOTTED.matcher(text).matches() && !COLONS.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Under what everything that comes from one client is counted: its address, of IPv6 the network
   * of 64 bits that one client has.
   */
  public static String ofOneClient(InetAddress address) {
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(address.getAddress(), 0, IPV6_NETWORK_BYTES)
        : address.getHostAddress();
  }

  /** Whether the address lies in this network. */
  public boolean contains(InetAddress address) {
    var bytes = address.getAddress();
    if (bytes.length != base.length) {
      return false;
    }
    var whole = bits / Byte.SIZE;
    for (var i = 0; i < whole; i++) {
      if (bytes[i] != base[i]) {
        return false;
      }
    }
    var rest = bits % Byte.SIZE;
    return rest == 0 || ((bytes[whole] ^ base[whole]) & 0xFF) >> (Byte.SIZE - rest) == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network network
        && bits == network.bits
        && Arrays.equals(base, network.base);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(base) + bits;
  }

  /** How many leading bits it fixes: the more, the closer it describes an address. */
  public int bits() {
    return bits;
  }
}
