package ai.hal9.console.command;

import static java.util.stream.Collectors.toMap;

import ai.hal9.api.yaml.Nearest;
import ai.hal9.console.shell.PictureSize;
import ai.hal9.console.shell.Screenshots;
import ai.hal9.console.shell.Shots;
import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.command.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Takes pictures of the console. */
@Command(
    name = "screenshots",
    description = {
      "Write a picture of every screen of the console, on a cluster that runs here.",
      "Dark and light, in two sizes. Needs no display."
    },
    mixinStandardHelpOptions = true)
final class ScreenshotsCommand implements Callable<Integer> {

  private static final int DONE = 0;

  /** Seconds to listen, until charts have something to show. */
  private static final int LOOK = 30;

  private static final int GLANCE = 5;
  private static final int LONGEST = 3_600;

  @Parameters(paramLabel = "DIR", description = "Where the pictures go.")
  private Path directory = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The cluster's name (default: ${DEFAULT-VALUE}).")
  private String name = "default";

  @Option(
      names = "--screen",
      paramLabel = "NAME",
      split = ",",
      completionCandidates = Names.class,
      description = {
        "Only these pictures (default: all): ${COMPLETION-CANDIDATES}.",
        "The last of them, from tuning-pending on, are seen on a tour alone."
      })
  private List<String> screens = List.of();

  @Option(
      names = "--theme",
      paramLabel = "THEME",
      split = ",",
      description = "Only in these colours: dark, light (default: both).")
  private List<String> themes = List.of();

  @Option(
      names = "--size",
      paramLabel = "WIDTHxHEIGHT",
      split = ",",
      converter = Sizes.class,
      description = "Only in these sizes (default: 1440x900,1100x700).")
  private List<PictureSize> sizes = List.of();

  @Option(
      names = "--watch",
      paramLabel = "SECONDS",
      description =
          "How long to listen to the cluster before the first picture, 1 to 3600 (default: 30, with"
              + " --screen 5).")
  private @Nullable Integer watch;

  @Option(
      names = "--tour",
      description =
          "Send load meanwhile, change parameters and put them back, and at the end kill a node a few"
              + " times, which the cluster starts again, so that what comes of them is in pictures"
              + " too; takes about eight minutes.")
  private boolean tour;

  private final Output output;
  private final Supplier<ClusterControl> control;

  ScreenshotsCommand(Output output, Supplier<ClusterControl> control) {
    this.output = output;
    this.control = control;
  }

  /** What {@code --screen} takes. */
  private static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(Shots.names().stream(), Shots.onTour().stream()).iterator();
    }
  }

  /** What {@code --size} takes. */
  private static final class Sizes implements ITypeConverter<PictureSize> {
    @Override
    public PictureSize convert(String text) {
      try {
        return PictureSize.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var shots = shots();
    var listen = Optional.ofNullable(watch).orElse(screens.isEmpty() ? LOOK : GLANCE);
    if (listen < 1 || listen > LONGEST) {
      throw wrong("--watch: %d is not 1 to %d".formatted(listen, LONGEST));
    }
    new Screenshots(control.get(), directory)
        .take(name, Duration.ofSeconds(listen), tour, shots)
        .forEach(file -> output.result(file.toString()));
    return DONE;
  }

  private Shots shots() {
    known("--screen", screens, StreamSupport.stream(new Names().spliterator(), false).toList());
    var unseen = screens.stream().filter(Shots.onTour()::contains).findFirst();
    if (unseen.isPresent() && !tour) {
      throw wrong("--screen: %s is seen on a tour alone; add --tour".formatted(unseen.get()));
    }
    var colours =
        Shots.ALL.themes().stream()
            .collect(toMap(theme -> theme.words().toLowerCase(Locale.ROOT), theme -> theme));
    known("--theme", themes, colours.keySet());
    return new Shots(
        Set.copyOf(screens),
        themes.isEmpty()
            ? Shots.ALL.themes()
            : themes.stream().distinct().map(colours::get).toList(),
        sizes.isEmpty() ? Shots.ALL.sizes() : sizes.stream().distinct().toList());
  }

  private static void known(String option, List<String> written, Collection<String> words) {
    written.stream()
        .filter(word -> !words.contains(word))
        .findFirst()
        .ifPresent(
            word -> {
              throw wrong(
                  "%s: there is no '%s'; %s"
                      .formatted(
                          option,
                          word,
                          Nearest.to(word, words.stream())
                              .map("did you mean '%s'?"::formatted)
                              .orElse("there are " + String.join(", ", words))));
            });
  }

  private static SimException wrong(String message) {
    return new SimException(SimException.Code.CONFIGURATION, message);
  }
}
