package ai.hal9.engine.game;

import ai.hal9.engine.game.GameOutcome.Done;
import ai.hal9.engine.store.StoreException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after a node's games twice a second: renews the lease, takes over what others have left,
 * ends what nobody came to, loads what is in doubt or not here, and adds up what happened.
 */
final class Upkeep {

  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final int PERIODS_A_TALLY = 10;
  private static final int PERIODS_A_SEARCH = 10;

  private final Games.Surroundings around;
  private final Ownership ownership;
  private final GameStore store;
  private final HeldGames held;
  private final GameTally tally;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("game-upkeep").factory());
  private int periods;

  Upkeep(
      Games.Surroundings around,
      Ownership ownership,
      GameStore store,
      HeldGames held,
      GameTally tally) {
    this.around = around;
    this.ownership = ownership;
    this.store = store;
    this.held = held;
    this.tally = tally;
  }

  void start() {
    var _ =
        thread.scheduleWithFixedDelay(
            this::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  void stop() {
    thread.shutdownNow();
  }

  private void look() {
    if (!around.postgres().up()) {
      return;
    }
    try {
      if (!ownership.renew()) {
        held.letGo();
      }
      held.adoptOrphans();
      held.all().forEach(this::lookAt);
      periods++;
      if (periods % PERIODS_A_SEARCH == 0) {
        held.pickUp();
      }
      if (periods % PERIODS_A_TALLY == 0 && ownership.registered()) {
        tally.flush(ownership.number());
      }
    } catch (StoreException e) {
      LOG.debug("games are looked after later", e);
    } catch (RuntimeException e) {
      LOG.error("looking after the games failed; please report this", e);
    }
  }

  private void lookAt(LiveGame game) {
    if (game.settledInDoubt()) {
      held.reload(game);
    } else if (waitedOver(game)) {
      var _ =
          held.entering(
              game,
              () -> {
                if (waitedOver(game)) {
                  store.finish(game.owner(), game.id());
                  held.remove(game);
                  game.finish();
                  tally.finished();
                }
                return new Done<>(game);
              });
    }
  }

  private boolean waitedOver(LiveGame game) {
    return game.waitedOver(
        around.tuning().current().games().waitingTimeout(), around.clock().millis());
  }
}
