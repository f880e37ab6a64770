package ai.hal9.console.connect;

import ai.hal9.console.session.Session;
import ai.hal9.console.ui.Background;
import ai.hal9.sim.SimException;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.telemetry.ClusterApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** Attaches to a cluster that runs somewhere: its address is tried before anything is kept. */
final class AttachModel {

  private final Background background;
  private final TokenFiles tokens;
  private final Clock clock;
  private final Consumer<RecentCluster> remembered;
  private final Consumer<Session> opened;
  private final StringProperty address = new SimpleStringProperty("");
  private final StringProperty token = new SimpleStringProperty("");
  private final ReadOnlyBooleanWrapper trying = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<@Nullable Trouble> trouble = new ReadOnlyObjectWrapper<>();

  /**
   * @param tokens where tokens are kept
   * @param remembered gets what has been attached to
   */
  AttachModel(
      Background background,
      Path tokens,
      Clock clock,
      Consumer<RecentCluster> remembered,
      Consumer<Session> opened) {
    this.background = background;
    this.tokens = new TokenFiles(tokens);
    this.clock = clock;
    this.remembered = remembered;
    this.opened = opened;
  }

  /** Of any node or the balancer: {@code host:port}, or a URL. */
  StringProperty address() {
    return address;
  }

  /** The bearer token; empty where none is asked for. */
  StringProperty token() {
    return token;
  }

  ReadOnlyBooleanProperty trying() {
    return trying.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Trouble> trouble() {
    return trouble.getReadOnlyProperty();
  }

  /** Tries what was typed in, and attaches when it answers. */
  void attach() {
    var typed = address.get().strip();
    var url = url(typed);
    if (url == null) {
      trouble.set(
          new Trouble(
              typed.isEmpty()
                  ? "Type the address of any node or of the balancer, for instance 10.0.0.5:8080."
                  : "‘%s’ is no address. Write host:port, for instance 10.0.0.5:8080."
                      .formatted(typed),
              ""));
      return;
    }
    var given = token.get().strip();
    run(
        () -> tried(new ClusterAddress(url, given)),
        found -> {
          keep(found);
          token.set("");
        });
  }

  /** Tries a cluster attached to before. */
  void attach(RecentCluster recent) {
    address.set(recent.url().toString());
    run(
        () -> tried(new ClusterAddress(recent.url(), TokenFiles.read(recent.tokenFile()))),
        found -> open(found, recent));
  }

  /** Opens a cluster of this machine, whose token file is known. */
  void open(String name, URI url, Path tokenFile) {
    run(
        () -> new Found(name, new ClusterAddress(url, TokenFiles.read(tokenFile.toString()))),
        found -> opened.accept(Session.attached(found.name, found.address, clock)));
  }

  private void run(Callable<Found> trial, Consumer<Found> done) {
    if (trying.get()) {
      return;
    }
    trouble.set(null);
    trying.set(true);
    var _ =
        background.run(
            trial,
            found -> {
              trying.set(false);
              done.accept(found);
            },
            this::failed);
  }

  private Found tried(ClusterAddress candidate) throws InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var members = new ClusterApi(http, candidate).members();
      if (members.isEmpty()) {
        throw new SimException(
            SimException.Code.UNREACHABLE,
            candidate.url() + " answers, and names no node. Is its cluster still starting?");
      }
      return new Found(candidate.url().getAuthority(), candidate);
    }
  }

  private void keep(Found found) {
    var address = found.address;
    try {
      var file =
          address.token().isEmpty()
              ? ""
              : tokens.keep(address.url().toString(), address.token()).toString();
      open(found, new RecentCluster(found.name, address.url(), file));
    } catch (IOException e) {
      trouble.set(
          new Trouble("The cluster answers, but its token cannot be kept: " + e.getMessage(), ""));
    }
  }

  private void open(Found found, RecentCluster recent) {
    remembered.accept(recent);
    opened.accept(Session.attached(found.name, found.address, clock));
  }

  private void failed(Exception failure) {
    trying.set(false);
    var message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    var where = address.get().isBlank() ? "" : " at " + address.get().strip();
    trouble.set(
        new Trouble(
            message.contains("answered 401") || message.contains("answered 403")
                ? "The cluster refuses the token. Ask whoever runs it for the right one."
                : "No cluster answers%s. Check address and network, and that it runs."
                    .formatted(where),
            message));
  }

  /** What was typed as a URL; null when it cannot be one. */
  static @Nullable URI url(String typed) {
    try {
      var url = URI.create(typed.matches("(?i)https?://.*") ? typed : "http://" + typed);
      return url.getHost() == null ? null : url;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private record Found(String name, ClusterAddress address) {}
}
