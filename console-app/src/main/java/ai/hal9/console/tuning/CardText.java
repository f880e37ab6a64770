package ai.hal9.console.tuning;

import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.console.effect.Circumstances;
import ai.hal9.console.effect.Effect;
import ai.hal9.console.effect.Measure;
import ai.hal9.console.effect.MeasureEffect;
import ai.hal9.console.effect.Verdict;
import ai.hal9.console.series.Window;
import ai.hal9.console.ui.Unit;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An effect in words and figures, the same on screen and where it is pasted. */
final class CardText {

  static final String CONFIDENCE =
      "Intervals have 99 % confidence each, so that all five hold together with 95 %"
          + " (block bootstrap over intervals).";

  private final DateTimeFormatter clock;
  private final DateTimeFormatter calendar;

  CardText(ZoneId zone) {
    clock = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
    calendar = DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH).withZone(zone);
  }

  String time(Instant moment) {
    return clock.format(moment);
  }

  /** With the day, where it is not today's. */
  String time(Instant moment, Instant now) {
    var today = clock.getZone();
    return moment.atZone(today).toLocalDate().equals(now.atZone(today).toLocalDate())
        ? clock.format(moment)
        : calendar.format(moment);
  }

  static String title(Recorded change) {
    return "Effect of version %d on %s"
        .formatted(change.version().version(), change.target().words());
  }

  /** What it all comes to, with the measures that nothing can be said of. */
  static String summary(Effect effect) {
    if (!effect.judged()) {
      return "Not enough data";
    }
    var said = new ArrayList<String>();
    for (var verdict : List.of(Verdict.IMPROVED, Verdict.WORSE)) {
      var names = names(effect, verdict);
      if (!names.isEmpty()) {
        said.add(names + " " + words(verdict));
      }
    }
    if (said.isEmpty()) {
      said.add(words(Verdict.NO_SIGNIFICANT_CHANGE));
    }
    var unknown = names(effect, Verdict.NOT_ENOUGH_DATA);
    if (!unknown.isEmpty()) {
      said.add(words(Verdict.NOT_ENOUGH_DATA) + " for " + unknown);
    }
    return sentence(String.join("; ", said));
  }

  /** With a capital, except for a percentile's name. */
  private static String sentence(String words) {
    return words.matches("p\\d.*")
        ? words
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  static String words(Verdict verdict) {
    return switch (verdict) {
      case IMPROVED -> "improved";
      case WORSE -> "worse";
      case NO_SIGNIFICANT_CHANGE -> "no significant change";
      case NOT_ENOUGH_DATA -> "not enough data";
    };
  }

  /** A value of a measure: {@code 12.3 ms}. */
  static String value(Measure measure, double value) {
    return unit(measure).text(value);
  }

  /** The difference and its share: {@code −1.2 ms (−12 %)}. */
  static String difference(MeasureEffect effect) {
    if (Double.isNaN(effect.difference())) {
      return "–";
    }
    var text = signed(effect.measure(), effect.difference());
    return effect.measure() == Measure.HIT_RATE || Double.isNaN(effect.relative())
        ? text
        : "%s (%s)".formatted(text, share(effect.relative()));
  }

  /** The confidence interval of the difference; {@code –} where there is none. */
  static String interval(MeasureEffect effect) {
    return Double.isNaN(effect.low())
        ? "–"
        : "%s to %s"
            .formatted(
                signed(effect.measure(), effect.low()), signed(effect.measure(), effect.high()));
  }

  /** Which stretches were compared. */
  String windows(Effect effect) {
    return "%d s before (%s) against %d s after (%s)"
        .formatted(
            effect.before().length().toSeconds(),
            span(effect.before()),
            effect.after().length().toSeconds(),
            span(effect.after()));
  }

  /** What stands against the comparison, one line each. */
  List<String> doubts(Effect effect, Circumstances around) {
    var doubts = new ArrayList<String>();
    var idle = idle(around);
    if (!idle.isEmpty()) {
      doubts.add("No signal arrived %s: without load there is no effect to see.".formatted(idle));
    } else if (around.loadMoved()) {
      doubts.add(
          "The load changed too: %s arrived before, %s after. The comparison is confounded."
              .formatted(
                  Unit.RATE.text(around.arrivalsBefore()), Unit.RATE.text(around.arrivalsAfter())));
    }
    if (!around.events().isEmpty()) {
      doubts.add(
          (around.confounded() ? "Meanwhile, which confounds the comparison: " : "Meanwhile: ")
              + around.events().stream()
                  .map(told -> event(told.event()))
                  .collect(Collectors.joining("; ")));
    }
    if (around.machineMoved()) {
      doubts.add(
          "The machine's processors were %s busy before and %s after, by anyone on it."
              .formatted(
                  Unit.SHARE.text(around.machineBefore()), Unit.SHARE.text(around.machineAfter())));
    }
    if (!effect.settled()) {
      doubts.add("The system did not come to rest after the change; this is it on the move.");
    }
    return doubts;
  }

  /** In which windows nothing arrived; empty when something did in both. */
  private static String idle(Circumstances around) {
    if (around.arrivalsBefore() > 0) {
      return around.arrivalsAfter() > 0 ? "" : "in the window after";
    }
    return around.arrivalsAfter() > 0 ? "in the window before" : "in either window";
  }

  /** As lines of text, or as Markdown. */
  String written(EffectCard card, boolean markdown) {
    var lines = new ArrayList<String>();
    lines.add((markdown ? "### " : "") + title(card.change()));
    var version = card.change().version();
    var why = version.why().isBlank() ? "" : ", because: " + version.why();
    lines.add("%s by %s%s".formatted(time(version.time()), version.who(), why));
    Notices.diff(version).forEach(line -> lines.add(markdown ? "- `" + line + "`" : "  " + line));
    lines.add("");
    switch (card.state()) {
      case EffectCard.State.Measured(var effect, var around) -> {
        lines.add((markdown ? "**" : "") + summary(effect) + (markdown ? "**" : ""));
        doubts(effect, around).forEach(lines::add);
        lines.add("");
        lines.addAll(table(effect, markdown));
        lines.add("");
        lines.add(card.population() + "; " + windows(effect) + ".");
        lines.add(CONFIDENCE);
      }
      case EffectCard.State.Overtaken overtaken -> lines.add(overtaken(overtaken));
      case EffectCard.State.Watching _ -> lines.add("Not known yet.");
      case EffectCard.State.Unheard _ -> lines.add(UNHEARD);
    }
    return String.join("\n", lines) + "\n";
  }

  static final String UNHEARD =
      "Not enough data: the change was made before this console listened.";

  static String overtaken(EffectCard.State.Overtaken state) {
    return "Not enough data: version %d of %s came %d s later, before this one's effect could be told."
        .formatted(
            state.by().version().version(), state.by().target().words(), state.after().toSeconds());
  }

  private static List<String> table(Effect effect, boolean markdown) {
    var rows = new ArrayList<String>();
    var form = markdown ? "| %s | %s | %s | %s | %s | %s |" : "%-15s %-11s %-11s %-22s %-26s %s";
    rows.add(form.formatted("", "before", "after", "difference", "interval", "verdict"));
    if (markdown) {
      rows.add("|---|--:|--:|--:|--:|---|");
    }
    for (var measure : effect.measures()) {
      rows.add(
          form.formatted(
              measure.measure().label(),
              value(measure.measure(), measure.before()),
              value(measure.measure(), measure.after()),
              difference(measure),
              interval(measure),
              words(measure.verdict())));
    }
    return rows;
  }

  private static String names(Effect effect, Verdict verdict) {
    var names =
        effect.measures().stream()
            .filter(measure -> measure.verdict() == verdict)
            .map(measure -> measure.measure().label().toLowerCase(Locale.ROOT))
            .toList();
    var last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  private String event(TelemetryEvent event) {
    return "%s at %s".formatted(event.title(), time(event.time()));
  }

  private String span(Window window) {
    return time(window.from()) + "–" + time(window.to());
  }

  private static String signed(Measure measure, double value) {
    var sign = value < 0 ? "−" : "+";
    return measure == Measure.HIT_RATE
        ? sign + String.format(Locale.ROOT, "%.2f points", Math.abs(value) * 100)
        : sign + unit(measure).text(Math.abs(value));
  }

  private static String share(double value) {
    var percent = Math.abs(value) * 100;
    return percent < 0.05
        ? "under 0.1 %"
        : (value < 0 ? "−" : "+") + String.format(Locale.ROOT, "%,.1f %%", percent);
  }

  private static Unit unit(Measure measure) {
    return switch (measure) {
      case P50, P99, POOL_WAIT -> Unit.SECONDS;
      case THROUGHPUT -> Unit.RATE;
      case HIT_RATE -> Unit.SHARE;
    };
  }
}
