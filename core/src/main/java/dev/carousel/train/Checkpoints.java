package dev.carousel.train;

import java.util.Optional;

/** Where a training under way is kept, so that it can go on after whatever stops it. */
public interface Checkpoints {
  /** Keeps nothing. */
  Checkpoints NONE =
      new Checkpoints() {
        @Override
        public Optional<TrainingState> latest() {
          return Optional.empty();
        }

        @Override
        public boolean due() {
          return false;
        }

        @Override
        public void keep(TrainingState state) {}
      };

  /**
   * Where to go on from.
   *
   * @return the state kept last; empty to begin at the beginning
   */
  Optional<TrainingState> latest();

  /**
   * Whether to keep the state now; asked after every mini-batch and every epoch.
   *
   * @return whether it is time
   */
  boolean due();

  /**
   * Keeps a state.
   *
   * @param state its tensors change as soon as this returns
   */
  void keep(TrainingState state);

  /**
   * Whether training is put off after an epoch: its state is kept, and it goes on from there when
   * it is started again.
   *
   * @param epoch the number of epochs that have ended
   * @return whether to return now
   */
  default boolean pausesAfter(int epoch) {
    return false;
  }
}
