package ai.hal9.engine.signal;

import ai.hal9.api.signal.Durability;
import ai.hal9.api.signal.SignalAnswer;
import ai.hal9.api.signal.SignalRequest;
import ai.hal9.engine.digest.Sha256;
import ai.hal9.engine.store.FirstAnswer;
import ai.hal9.engine.store.SignalStore;
import ai.hal9.engine.store.StoreException;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Signals that come with an idempotency key: answered once, whatever node a repeat reaches. A key
 * is its user's own: those of two users lie on two shards, where neither could see the other.
 */
final class KeyedSignals {

  private static final int LONGEST_KEY = 255;

  /** How often a commit whose outcome is unknown is tried again. */
  private static final int ATTEMPTS = 3;

  private final SignalStore store;
  private final JsonMapper json = JsonMapper.builder().build();

  KeyedSignals(SignalStore store) {
    this.store = store;
  }

  /** The first answer to the passage's key, if there is one. */
  Optional<SignalOutcome> earlier(String key, Passage passage) {
    var request = passage.call().request();
    return store
        .firstAnswer(passage.slot(), stored(key, request))
        .map(first -> outcome(first, fingerprint(request)));
  }

  /** Commits the passage's row with its key, or yields to a request that was first. */
  SignalOutcome store(String key, Passage passage) {
    var request = passage.call().request();
    var mine =
        new FirstAnswer(
            fingerprint(request),
            passage.id(),
            json.writeValueAsString(passage.toAnswer(Durability.COMMITTED)));
    for (var attempt = 1; ; attempt++) {
      try {
        return outcome(store.storeFirst(stored(key, request), mine, passage), mine.fingerprint());
      } catch (StoreException e) {
        if (attempt == ATTEMPTS || !store.available(passage.slot())) {
          throw e;
        }
      }
    }
  }

  private SignalOutcome outcome(FirstAnswer first, String fingerprint) {
    if (!first.fingerprint().equals(fingerprint)) {
      var refused =
          Refused.forGood(
              Refusal.IDEMPOTENCY_MISMATCH, "this idempotency key came with another request");
      return new SignalOutcome.Refused(refused.reason(), refused.message(), refused.retryAfter());
    }
    return new SignalOutcome.Answered(json.readValue(first.answer(), SignalAnswer.class));
  }

  private static String stored(String key, SignalRequest request) {
    var user = request.userId();
    return user == null
        ? Sha256.shortened(key, LONGEST_KEY)
        : Sha256.hex(String.join("\0", user, key));
  }

  private static String fingerprint(SignalRequest request) {
    return Sha256.hex(
        String.join(
            "\0",
            request.content(),
            String.valueOf(request.layer()),
            String.valueOf(request.neuronId()),
            String.valueOf(request.userId())));
  }
}
