package ai.hal9.console.tuning;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.tuning.TuningViolation;
import ai.hal9.console.ui.Background;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is wanted, applied, refused, and told of others. */
class TuningModelTest extends TuningOnFakeDesk {

  @Test
  void apply_severalValues_isOneVersionOfTheCluster_withReason() {
    model.edit(SIZE, "50");
    model.edit(FLUSH, "20");
    model.reason().set("to fill batches");
    model.apply();

    assertThat(desk.versions(Target.cluster()))
        .singleElement()
        .satisfies(
            version -> {
              assertThat(version.after()).isEqualTo(Map.of(SIZE, "50", FLUSH, "20"));
              assertThat(version.who()).isEqualTo("ann");
              assertThat(version.why()).isEqualTo("to fill batches");
              assertThat(version.revertAt()).isNull();
            });
    assertThat(model.pending()).isEmpty();
    assertThat(applied).extracting(Recorded::id).containsExactly("all nodes 1");
  }

  @Test
  void apply_oneNode_leavesTheOthers_andShowsThatTheyDiffer() {
    model.target().set(NODE);
    model.edit(SIZE, "50");
    model.apply();

    assertThat(desk.value(NODE, SIZE)).isEqualTo("50");
    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("10");
    model.target().set(Target.cluster());
    assertThat(state(SIZE).differs()).isTrue();
    assertThat(state(SIZE).base()).isEqualTo("10");
    assertThat(state(SIZE).owners()).containsExactly("node-2");
  }

  @Test
  void apply_toAll_whereANodeHasItsOwn_saysThatItKeepsIt() {
    model.target().set(NODE);
    model.edit(SIZE, "50");
    model.apply();
    model.target().set(Target.cluster());
    model.edit(SIZE, "80");
    model.apply();

    assertThat(notice().kind()).isEqualTo(Notice.Kind.WARNING);
    assertThat(notice().details()).singleElement().asString().contains("node-2 keeps its own");
  }

  @Test
  void edit_notAllowed_isSaidAtOnce_andCannotBeApplied() {
    model.edit(SIZE, "0");

    assertThat(state(SIZE).problem()).isEqualTo("1 to 1000 signals");
    model.apply();
    assertThat(desk.versions(Target.cluster())).isEmpty();
  }

  @Test
  void edit_minimumAboveMaximum_isRefusedAsTheServerWould() {
    model.edit("database.min_connections", "200");

    assertThat(state("database.min_connections").problem())
        .isEqualTo("the pool would keep at least 200 and at most 100 connections");
  }

  @Test
  void edit_sameValueInOtherWords_isNoChange() {
    model.edit("database.idle_timeout", "600s");

    assertThat(model.pending()).isEmpty();
  }

  @Test
  void edit_onRestartOnly_isNotAllowed() {
    model.edit("server.max_connections", "5");

    assertThat(state("server.max_connections").problem()).contains("restart");
  }

  @Test
  void apply_refusedByTheCluster_keepsTheEdits_andNamesTheParameter() {
    desk.refusals =
        List.of(new TuningViolation("database.max_connections", "90", "more than PostgreSQL has"));
    model.edit("database.max_connections", "90");
    model.edit(SIZE, "50");
    model.apply();

    assertThat(state("database.max_connections").problem()).isEqualTo("more than PostgreSQL has");
    assertThat(model.pending()).hasSize(2);
    assertThat(notice().kind()).isEqualTo(Notice.Kind.FAILURE);

    desk.refusals = List.of();
    model.edit("database.max_connections", "80");
    model.apply();
    assertThat(desk.value(Target.cluster(), "database.max_connections")).isEqualTo("80");
  }

  @Test
  void apply_someoneElseWasFaster_overwritesNothing_andTellsTheirChange() {
    model.edit(SIZE, "50");
    desk.elsewhere("bob", Map.of(SIZE, "70"));
    model.apply();

    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("70");
    assertThat(notice().words()).startsWith("bob changed the tuning while you were editing");
    assertThat(notice().details())
        .containsExactly("Version 1 by bob (for a test): " + SIZE + " 10 → 70");
    assertThat(state(SIZE).base()).isEqualTo("70");
    assertThat(state(SIZE).value()).isEqualTo("50");

    offer("conflict-apply");
    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("50");
  }

  @Test
  void refresh_someoneElseChanged_whileEditing_isTold_andStillInsisted() {
    model.edit(SIZE, "50");
    desk.elsewhere("bob", Map.of(FLUSH, "70"));
    model.refresh();

    assertThat(notice().words()).startsWith("bob");
    model.apply();
    assertThat(desk.value(Target.cluster(), SIZE)).as("not yet seen by the user").isEqualTo("10");

    offer("conflict-edit");
    model.apply();
    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("50");
  }

  @Test
  void refresh_someoneElseChanged_whileNothingIsEdited_isJustShown() {
    desk.elsewhere("bob", Map.of(SIZE, "70"));
    model.refresh();
    assertThat(model.notice().get()).isNull();

    model.edit(SIZE, "71");
    model.apply();
    assertThat(desk.value(Target.cluster(), SIZE)).isEqualTo("71");
  }

  @Test
  void load_aPreset_isADifferenceFirst_withWhatCanBeChangedLive() {
    model.load("Preset", Map.of(SIZE, "200", FLUSH, "50", "server.io_threads", "99"));

    assertThat(wanted()).isEqualTo(Map.of(SIZE, "200"));
    assertThat(desk.versions(Target.cluster())).isEmpty();
  }

  @Test
  void readOnly_nothingCanBeWantedOrApplied() {
    var looking = new TuningModel(desk, Background.sameThread(), "ann", "It is far away.");
    looking.refresh();
    looking.edit(SIZE, "50");
    looking.load("Preset", Map.of(SIZE, "200"));
    looking.apply();

    assertThat(looking.pending()).isEmpty();
    assertThat(desk.versions(Target.cluster())).isEmpty();
    assertThat(requireNonNull(looking.notice().get()).words()).isEqualTo("It is far away.");
  }

  @Test
  void silentCluster_isSaid_andTheEditsStay() {
    model.edit(SIZE, "50");
    desk.silent = true;
    model.apply();
    assertThat(notice().words()).isEqualTo("nobody answers");
    assertThat(wanted()).isEqualTo(Map.of(SIZE, "50"));

    model.refresh();
    assertThat(model.failure().get()).isEqualTo("nobody answers");
    desk.silent = false;
    model.refresh();
    assertThat(model.failure().get()).isEmpty();
  }
}
