package ai.hal9.console.connect;

import ai.hal9.console.session.Session;
import ai.hal9.console.session.Site;
import ai.hal9.console.ui.Background;
import ai.hal9.sim.telemetry.ClusterAddress;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** Attaches to a cluster that runs somewhere: its address is tried before anything is kept. */
final class AttachModel {

  private final Background background;
  private final AttachTrial trial;
  private final TokenFiles tokens;
  private final Clock clock;
  private final RecentClusters recent;
  private final Consumer<Session> opened;
  private final StringProperty address = new SimpleStringProperty("");
  private final StringProperty token = new SimpleStringProperty("");
  private final BooleanProperty production = new SimpleBooleanProperty();
  private final ReadOnlyBooleanWrapper trying = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<@Nullable Trouble> trouble = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper exposing = new ReadOnlyStringWrapper("");

  AttachModel(Doors doors) {
    this.background = doors.background();
    this.tokens = new TokenFiles(doors.tokens());
    this.trial = new AttachTrial(new SiteSurvey(doors.control()), tokens);
    this.clock = doors.clock();
    this.recent = doors.recent();
    this.opened = doors.opened();
    address.addListener(_ -> exposing.set(""));
    token.addListener(_ -> exposing.set(""));
  }

  /** Of any node or the balancer: {@code host:port}, or a URL. */
  StringProperty address() {
    return address;
  }

  /** The bearer token; empty where none is asked for. */
  StringProperty token() {
    return token;
  }

  /** Whether what is typed in is a production cluster. */
  BooleanProperty production() {
    return production;
  }

  ReadOnlyBooleanProperty trying() {
    return trying.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Trouble> trouble() {
    return trouble.getReadOnlyProperty();
  }

  /**
   * Where the token would go for everyone on the way to read; empty while no such thing is about to
   * happen. {@link #attachExposed} lets it happen.
   */
  ReadOnlyStringProperty exposing() {
    return exposing.getReadOnlyProperty();
  }

  /** Tries what was typed in, and attaches when it answers. */
  void attach() {
    attach(false);
  }

  /** The same, though the token can be read on its way. */
  void attachExposed() {
    attach(true);
  }

  /** Thinks better of it. */
  void spare() {
    exposing.set("");
  }

  private void attach(boolean exposed) {
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
    exposing.set("");
    var candidate = new ClusterAddress(url, token.get().strip());
    run(
        typed,
        () -> trial.kept(candidate, exposed),
        outcome -> {
          switch (outcome) {
            case AttachTrial.Exposing(var host) -> exposing.set(host);
            case AttachTrial.Unkept(var why) ->
                trouble.set(
                    new Trouble("The cluster answers, but its token cannot be kept: " + why, ""));
            case AttachTrial.Answered(var name, var site, var file) -> {
              var marked =
                  production.get() || recent.at(url).map(RecentCluster::production).orElse(false);
              open(name, candidate, site, new RecentCluster(url.getAuthority(), url, file, marked));
              token.set("");
              production.set(false);
            }
          }
        });
  }

  /** Tries a cluster attached to before. */
  void attach(RecentCluster before) {
    run(
        before.url().toString(),
        () -> {
          var candidate = new ClusterAddress(before.url(), TokenFiles.read(before.tokenFile()));
          return new Found(trial.answered(candidate, before.tokenFile()), candidate);
        },
        found -> open(found.answer.name(), found.address, found.answer.site(), before));
  }

  private record Found(AttachTrial.Answered answer, ClusterAddress address) {}

  /** Opens a cluster of this machine, whose token file is known. */
  void open(String name, URI url, Path tokenFile) {
    run(
        name,
        () -> new ClusterAddress(url, TokenFiles.read(tokenFile.toString())),
        found -> opened.accept(Session.attached(name, found, new Site.Own(name), clock)));
  }

  /** Forgets a cluster attached to before, and its token. */
  void forget(RecentCluster gone) {
    recent.forget(gone);
    drop(gone);
  }

  private <T> void run(String what, Callable<T> trial, Consumer<T> done) {
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
            failure -> failed(what, failure));
  }

  private void open(String name, ClusterAddress address, Site site, RecentCluster remembered) {
    recent.remember(remembered).forEach(this::drop);
    opened.accept(Session.attached(name, address, site, remembered.production(), clock));
  }

  private void drop(RecentCluster gone) {
    var _ =
        background.run(
            () -> tokens.delete(gone.tokenFile()),
            _ -> {},
            failure ->
                trouble.set(
                    new Trouble(
                        "The token of ‘%s’ cannot be deleted; delete it yourself: %s"
                            .formatted(gone.name(), gone.tokenFile()),
                        failure.toString())));
  }

  private void failed(String what, Exception failure) {
    trying.set(false);
    trouble.set(explained(what, failure));
  }

  private static Trouble explained(String what, Exception failure) {
    var message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    if (failure instanceof NoSuchFileException gone) {
      return new Trouble(
          "The token kept for ‘%s’ is not there any more. Attach by its address and token again."
              .formatted(what),
          String.valueOf(gone.getFile()));
    }
    return new Trouble(
        message.contains("answered 401") || message.contains("answered 403")
            ? "The cluster refuses the token. Ask whoever runs it for the right one."
            : "No cluster answers at %s. Check address and network, and that it runs."
                .formatted(what),
        message);
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
}
