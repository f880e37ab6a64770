package ai.hal9.console.chart;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.console.series.HistoryEvent;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** Events as they are told on screen. */
public final class Happened {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

  private Happened() {}

  /** The time of day. */
  public static String clock(HistoryEvent event) {
    return CLOCK.format(event.event().time());
  }

  /** Who told it. */
  public static String who(HistoryEvent event) {
    return event.source().isEmpty() ? "this console" : event.source();
  }

  /** What else is known, as {@code name: value}; empty when nothing is. */
  public static String details(HistoryEvent event) {
    return event.event().details().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(detail -> name(detail.getKey()) + ": " + detail.getValue().replace(" -> ", " → "))
        .collect(Collectors.joining(", "));
  }

  /** A parameter's key is written as everywhere. */
  private static String name(String detail) {
    return detail.contains(".") ? detail : detail.replace('_', ' ');
  }

  /** Everything in one line. */
  public static String line(HistoryEvent event) {
    return clock(event) + "  " + event.event().title() + " (" + who(event) + ")";
  }

  /** The kind in words. */
  public static String words(EventKind kind) {
    return switch (kind) {
      case TUNING -> "Tuning";
      case BREAKER -> "Circuit breaker";
      case LIMIT -> "Limit";
      case NODE_UP -> "Node up";
      case NODE_DOWN -> "Node down";
      case RESTART -> "Restart";
      case SCALE -> "Scaling";
      case FAULT -> "Fault";
      case LOAD_STAGE -> "Load stage";
      case FAILOVER -> "Failover";
      case QUEUE -> "Queue";
      case ACCESS -> "Access";
      case CONFIGURATION -> "Configuration";
      case PARTITIONS -> "Partitions";
    };
  }

  /** What stands for the kind on charts. */
  public static Ikon icon(EventKind kind) {
    return switch (kind) {
      case TUNING -> Material2OutlinedMZ.TUNE;
      case BREAKER -> Material2OutlinedAL.FLASH_ON;
      case LIMIT -> Material2OutlinedAL.BLOCK;
      case NODE_UP -> Material2OutlinedMZ.POWER;
      case NODE_DOWN -> Material2OutlinedMZ.POWER_OFF;
      case RESTART -> Material2OutlinedMZ.REFRESH;
      case SCALE -> Material2OutlinedAL.LAYERS;
      case FAULT -> Material2OutlinedAL.BUG_REPORT;
      case LOAD_STAGE -> Material2OutlinedMZ.TRENDING_UP;
      case FAILOVER -> Material2OutlinedMZ.SWAP_HORIZ;
      case QUEUE -> Material2OutlinedAL.INBOX;
      case ACCESS -> Material2OutlinedMZ.VPN_KEY;
      case CONFIGURATION -> Material2OutlinedAL.DESCRIPTION;
      case PARTITIONS -> Material2OutlinedMZ.VIEW_WEEK;
    };
  }
}
