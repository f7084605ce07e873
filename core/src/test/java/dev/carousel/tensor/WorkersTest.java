package dev.carousel.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void everythingIsDoneOnce(int threads) {
    try (Workers workers = Workers.of(threads)) {
      for (int count : new int[] {0, 1, 2, 3, 4, 7, 8, 20, 33, 1000}) {
        for (int grain : new int[] {1, 4, 16}) {
          AtomicIntegerArray times = new AtomicIntegerArray(count);
          workers.overRanges(
              count,
              grain,
              (from, to) -> {
                assertThat(from % grain).isZero();
                for (int i = from; i < to; i++) {
                  times.incrementAndGet(i);
                }
              });
          for (int i = 0; i < count; i++) {
            assertThat(times.get(i)).isEqualTo(1);
          }
        }
      }
    }
  }

  @Test
  void threadsWorkAtOnce() {
    CountDownLatch all = new CountDownLatch(3);
    try (Workers workers = Workers.of(3)) {
      workers.oneByOne(
          3,
          (from, to) -> {
            all.countDown();
            awaitZero(all);
          });
    }
    assertThat(all.getCount()).isZero();
  }

  private static void awaitZero(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void sharedWorkMayShareItsOwn() {
    try (Workers workers = Workers.of(3)) {
      AtomicIntegerArray times = new AtomicIntegerArray(400);
      workers.oneByOne(
          4,
          (trial, end) ->
              workers.overRanges(
                  100,
                  1,
                  (from, to) -> {
                    for (int i = from; i < to; i++) {
                      times.incrementAndGet(100 * trial + i);
                    }
                  }));
      for (int i = 0; i < 400; i++) {
        assertThat(times.get(i)).isEqualTo(1);
      }
    }
  }

  @Test
  void failureReachesTheCallerAndEndsTheWork() {
    Set<Integer> done = ConcurrentHashMap.newKeySet();
    try (Workers workers = Workers.of(2)) {
      assertThatThrownBy(
              () ->
                  workers.oneByOne(
                      100_000,
                      (from, to) -> {
                        if (from == 3) {
                          throw new IllegalStateException("the fourth fails");
                        }
                        done.add(from);
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the fourth fails");
      assertThat(done).doesNotContain(3).hasSizeLessThan(100_000);
      workers.overRanges(2, 1, (from, to) -> done.add(-from));
      assertThat(done).contains(-1);
    }
  }

  @Test
  void thereMustBeAThread() {
    assertThatThrownBy(() -> Workers.of(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads must be at least 1, got 0");
  }
}
