package ai.hal9.engine.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardMapTest {

  private static ShardMap over(int shards) {
    return ShardMap.consistent(new TreeSet<>(IntStream.range(0, shards).boxed().toList()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 15})
  void furtherShard_takesItsShareOfAllOthers_andNothingElseMoves(int shards) {
    var before = over(shards);
    var after = before.ownersWith(shards);
    var moved = 0;
    for (var slot = 0; slot < Slots.COUNT; slot++) {
      if (before.owner(slot) != after.get(slot)) {
        assertThat(after.get(slot)).isEqualTo(shards);
        moved++;
      }
    }
    var share = 1.0 / (shards + 1);
    var deviation = Math.sqrt(share * (1 - share) / Slots.COUNT);
    assertThat(moved / (double) Slots.COUNT).isCloseTo(share, within(3 * deviation));
    assertThat(after).isEqualTo(over(shards + 1).owners());
  }

  @Test
  void users_ofFourShards_areAQuarterEach() {
    var map = over(4);
    var users = 100_000;
    var counts = new int[4];
    for (var user = 0; user < users; user++) {
      counts[map.owner(Slots.of("user-" + user))]++;
    }
    for (var shard = 0; shard < 4; shard++) {
      var share = map.shares().getOrDefault(shard, 0) / (double) Slots.COUNT;
      assertThat(counts[shard] / (double) users).isCloseTo(share, within(0.005));
      assertThat(share).isCloseTo(0.25, within(0.04));
    }
  }

  @Test
  void slot_ofAUser_isXxh3OfItsNameInUtf16() {
    // From the reference implementation: xxhash.xxh3_64_intdigest(name.encode("utf-16-le")).
    assertThat(Slots.of("ada")).isEqualTo(0x366F_525F_37BE_7C55L & 1023);
    assertThat(Slots.of("Ünïcode € 𝄞")).isEqualTo(0xE562_6F8F_F046_AB2EL & 1023);
    assertThat(Slots.of("")).isEqualTo(0x2D06_8005_38D3_94C2L & 1023);
  }

  @Test
  void slot_putIntoAnId_isReadFromIt_andLeavesVersionAndVariant() {
    var id = UUID.fromString("0190163d-8694-739b-aea5-966c26f8ad91");
    for (var slot : new int[] {0, 1, 512, 1023}) {
      var placed =
          new UUID(id.getMostSignificantBits(), Slots.in(id.getLeastSignificantBits(), slot));
      assertThat(Slots.of(placed)).isEqualTo(slot);
      assertThat(placed.version()).isEqualTo(7);
      assertThat(placed.variant()).isEqualTo(2);
      assertThat(placed.getLeastSignificantBits() & 0xF_FFFF_FFFF_FFFFL)
          .isEqualTo(id.getLeastSignificantBits() & 0xF_FFFF_FFFF_FFFFL);
    }
  }

  @Test
  void ranges_coverEverySlotOnce_orAreRefused() {
    var map = ShardMap.ranges(Map.of(0, new KeyRange(0, 511), 1, new KeyRange(512, 1023)));
    assertThat(map.owner(511)).isZero();
    assertThat(map.owner(512)).isEqualTo(1);
    assertThatThrownBy(() -> ShardMap.ranges(Map.of(0, new KeyRange(0, 1022))))
        .hasMessageContaining("slot 1023 is in no range");
    assertThatThrownBy(
            () -> ShardMap.ranges(Map.of(0, new KeyRange(0, 600), 1, new KeyRange(600, 1023))))
        .hasMessageContaining("slot 600 is in two ranges");
  }

  @Test
  void furtherShard_ofRanges_takesTheUpperHalfOfTheLargest() {
    var map = ShardMap.ranges(Map.of(0, new KeyRange(0, 299), 1, new KeyRange(300, 1023)));
    var after = map.ownersWith(2);
    assertThat(after.subList(0, 300)).containsOnly(0);
    assertThat(after.subList(300, 662)).containsOnly(1);
    assertThat(after.subList(662, 1024)).containsOnly(2);
  }

  @Test
  void move_ofSomeSlots_makesTheNextVersion() {
    var next = over(2).moved(new TreeSet<>(List.of(5, 9)), 1);
    assertThat(next.version()).isEqualTo(2);
    assertThat(next.owner(5)).isEqualTo(1);
    assertThat(next.owner(9)).isEqualTo(1);
    assertThat(next.owner(6)).isEqualTo(over(2).owner(6));
  }
}
