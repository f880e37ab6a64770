package ai.hal9.console.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.console.ui.Background;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Pages of four, newest first. */
class AuditModelTest extends TuningOnFakeDesk {

  private final AuditModel audit = new AuditModel(desk, Background.sameThread());

  private void change(int times) {
    for (var i = 0; i < times; i++) {
      desk.elsewhere("bob", Map.of(SIZE, Integer.toString(100 + i)));
    }
  }

  private List<Long> versions() {
    return audit.changes().stream().map(TuningVersion::version).toList();
  }

  private static List<Long> down(long from, long to) {
    return LongStream.rangeClosed(to, from).boxed().toList().reversed();
  }

  @Test
  void refresh_withNoChange_isHeardAndEmpty() {
    assertThat(audit.heard().get()).isFalse();
    audit.refresh();

    assertThat(audit.heard().get()).isTrue();
    assertThat(audit.changes()).isEmpty();
    assertThat(audit.more().get()).isFalse();
  }

  @Test
  void older_readsPageByPage_toTheFirst() {
    change(9);
    audit.refresh();
    assertThat(versions()).isEqualTo(down(9, 6));
    assertThat(audit.more().get()).isTrue();

    audit.older();
    assertThat(versions()).isEqualTo(down(9, 2));
    audit.older();
    assertThat(versions()).isEqualTo(down(9, 1));
    assertThat(audit.more().get()).isFalse();

    audit.older();
    assertThat(versions()).isEqualTo(down(9, 1));
  }

  @Test
  void refresh_afterOlder_putsWhatIsNewInFront() {
    change(9);
    audit.refresh();
    audit.older();
    change(2);
    audit.refresh();

    assertThat(versions()).isEqualTo(down(11, 2));
    audit.older();
    assertThat(versions()).isEqualTo(down(11, 1));
  }

  @Test
  void refresh_afterMoreThanAPage_leavesNoHole() {
    change(5);
    audit.refresh();
    audit.older();
    change(6);
    audit.refresh();
    assertThat(versions()).isEqualTo(down(11, 8));

    audit.older();
    audit.older();
    assertThat(versions()).isEqualTo(down(11, 1));
  }

  @Test
  void failure_isTold_keepsWhatIsKnown_andPasses() {
    change(1);
    audit.refresh();
    desk.silent = true;
    audit.refresh();
    assertThat(audit.failure().get()).isEqualTo("nobody answers");
    assertThat(versions()).containsExactly(1L);

    desk.silent = false;
    audit.refresh();
    assertThat(audit.failure().get()).isEmpty();
  }

  @Test
  void older_whileAsking_isAskedNext() {
    change(5);
    var work = new ArrayList<Runnable>();
    var slow = new AuditModel(desk, Background.of(work::add, Runnable::run));
    slow.refresh();
    slow.older();
    assertThat(work).hasSize(1);

    work.removeFirst().run();
    assertThat(work).hasSize(1);
    work.removeFirst().run();
    assertThat(slow.changes())
        .extracting(TuningVersion::version)
        .containsExactly(5L, 4L, 3L, 2L, 1L);
  }

  @Test
  void stopped_hearsNothing_untilAskedAgain() {
    change(1);
    var work = new ArrayList<Runnable>();
    var slow = new AuditModel(desk, Background.of(work::add, Runnable::run));
    slow.refresh();
    slow.stop();
    work.removeFirst().run();
    assertThat(slow.changes()).isEmpty();

    slow.refresh();
    work.removeFirst().run();
    assertThat(slow.changes()).hasSize(1);
  }

  @Test
  void text_tellsWhoWhatWhenWhy_andFromWhichToWhich() {
    change(1);
    audit.refresh();

    var words = new AuditText(new CardText(java.time.ZoneOffset.UTC));
    assertThat(words.tabbed(audit.changes()).lines().skip(1))
        .containsExactly(
            "2026-03-01T10:01:00Z\tall nodes\t1\tbob\tnot told\t" + SIZE + " 10 → 100\tfor a test");
  }
}
