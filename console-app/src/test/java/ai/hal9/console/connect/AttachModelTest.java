package ai.hal9.console.connect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.session.Session;
import ai.hal9.console.session.Site;
import ai.hal9.console.shell.FakeClusters;
import ai.hal9.console.ui.Background;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachModelTest {

  @TempDir private Path directory;
  private final List<Session> opened = new ArrayList<>();
  private final RecentClusters recent = new RecentClusters(List.of());
  private FakeClusters clusters;
  private AttachModel model;

  @BeforeEach
  void build() {
    clusters = new FakeClusters(directory.resolve("clusters"));
    model =
        new AttachModel(
            new Doors(
                clusters,
                Background.sameThread(),
                Runnable::run,
                Clock.systemUTC(),
                tokens(),
                recent,
                Map::of,
                (_, _) -> {},
                opened::add,
                _ -> {}));
  }

  @AfterEach
  void leave() {
    opened.forEach(Session::close);
  }

  @Test
  void address_whereTheNodeIsItself_isHere() throws IOException {
    try (var node = FakeNode.asking("")) {
      attach(node.address());

      assertThat(session().site()).isEqualTo(new Site.Here());
      assertThat(session().readOnly()).isEmpty();
    }
  }

  @Test
  void address_ofAClusterOfThisHome_isOwn_underItsName() throws IOException {
    try (var node = FakeNode.asking("")) {
      clusters.run("mine", node.url());

      attach("localhost:" + node.url().getPort());

      assertThat(session().site()).isEqualTo(new Site.Own("mine"));
      assertThat(session().name()).isEqualTo("mine");
    }
  }

  @Test
  void address_ofAnotherKind_ofAClusterOfThisHome_isOwn() throws IOException {
    try (var node = FakeNode.asking("");
        var balancer = FakeNode.asking("").naming(node.url())) {
      clusters.run("mine", node.url());

      attach(balancer.address());

      assertThat(session().site()).isEqualTo(new Site.Own("mine"));
    }
  }

  @Test
  void forwardedPort_nodesNameAnotherMachine_isReadOnly_andSaysWhichOne() throws IOException {
    try (var node = FakeNode.asking("").naming(URI.create("http://192.0.2.1:8080"))) {
      attach("localhost:" + node.url().getPort());

      assertThat(session().local()).isFalse();
      assertThat(session().readOnly()).contains("node-1", "192.0.2.1:8080");
    }
  }

  @Test
  void forwardedPort_nodesNameTheirOwnLoopback_isReadOnly() throws IOException {
    try (var node = FakeNode.asking("").naming(URI.create("http://127.0.0.1:" + freePort()))) {
      attach(node.address());

      assertThat(session().readOnly()).contains("forwarded port");
    }
  }

  @Test
  void forwardedPort_anotherClusterServesWhereItsNodesSayTheyAre_isReadOnly() throws IOException {
    try (var here = FakeNode.since("2026-03-01T10:00:00Z");
        var forwarded = FakeNode.since("2026-03-02T11:11:11Z").naming(here.url())) {
      attach(forwarded.address());

      assertThat(session().local()).isFalse();
    }
  }

  @Test
  void tokenInTheClear_isNotSent_beforeTheUserAgrees() {
    model.address().set("192.0.2.1:8080");
    model.token().set("secret");

    model.attach();

    assertThat(model.exposing().get()).isEqualTo("192.0.2.1:8080");
    assertThat(tokens()).doesNotExist();
    assertThat(opened).isEmpty();
    model.address().set("127.0.0.1:1");
    assertThat(model.exposing().get()).isEmpty();
  }

  @Test
  void tokenInTheClear_toAMemberElsewhere_isNotKept_beforeTheUserAgrees() throws IOException {
    try (var node = FakeNode.asking("secret").naming(URI.create("http://192.0.2.1:8080"))) {
      model.token().set("secret");
      attach(node.address());
      assertThat(model.exposing().get()).isEqualTo("192.0.2.1:8080");
      assertThat(tokens()).doesNotExist();

      model.attachExposed();

      assertThat(session().local()).isFalse();
      assertThat(tokens()).isDirectoryContaining("glob:**.token");
    }
  }

  @Test
  void production_isKeptWithTheCluster() throws IOException {
    try (var node = FakeNode.asking("")) {
      model.production().set(true);
      attach(node.address());
      assertThat(session().production()).isTrue();

      attach(node.address());
      assertThat(opened.getLast().production()).isTrue();

      recent.mark(recent.all().getFirst(), false);
      model.attach(recent.all().getFirst());
      assertThat(opened.getLast().production()).isFalse();
    }
  }

  @Test
  void forget_deletesTheToken() throws IOException {
    try (var node = FakeNode.asking("secret")) {
      model.token().set("secret");
      attach(node.address());
      assertThat(tokens()).isDirectoryContaining("glob:**.token");

      model.forget(recent.all().getFirst());

      assertThat(recent.all()).isEmpty();
      assertThat(tokens()).isEmptyDirectory();
    }
  }

  @Test
  void forget_tokenFileSomewhereElse_isLeftAlone() throws IOException {
    var other = Files.writeString(directory.resolve("other.token"), "secret");
    var odd = new RecentCluster("odd", URI.create("http://a"), other.toString(), false);
    recent.remember(odd);

    model.forget(odd);

    assertThat(other).exists();
  }

  @Test
  void attachedWithoutAToken_theOneKeptBeforeIsDeleted() throws IOException {
    try (var node = FakeNode.asking("")) {
      model.token().set("secret");
      attach(node.address());

      attach(node.address());

      assertThat(tokens()).isEmptyDirectory();
    }
  }

  @Test
  void ninthCluster_theOldestIsForgotten_withItsToken() throws IOException {
    Files.createDirectories(tokens());
    for (var i = 0; i < 8; i++) {
      var token = Files.writeString(tokens().resolve(i + ".token"), "secret");
      recent.remember(
          new RecentCluster("r" + i, URI.create("http://r" + i), token.toString(), false));
    }
    try (var node = FakeNode.asking("")) {
      attach(node.address());
    }

    assertThat(recent.all()).hasSize(8);
    assertThat(tokens().resolve("0.token")).doesNotExist();
    assertThat(tokens().resolve("1.token")).exists();
  }

  @Test
  void recent_tokenFileGone_saysSo_andOfWhichCluster() {
    model.address().set("10.9.9.9:1");

    model.attach(
        new RecentCluster(
            "prod",
            URI.create("http://192.0.2.1:8080"),
            directory.resolve("gone.token").toString(),
            false));

    var trouble = requireNonNull(model.trouble().get());
    assertThat(trouble.what()).contains("token", "192.0.2.1:8080").doesNotContain("10.9.9.9");
    assertThat(trouble.details()).contains("gone.token");
  }

  private void attach(String typed) {
    model.address().set(typed);
    model.attach();
  }

  private Session session() {
    assertThat(model.trouble().get()).isNull();
    return opened.getFirst();
  }

  private Path tokens() {
    return directory.resolve("tokens");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
