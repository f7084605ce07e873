package dev.carousel.examples.video;

/** What a model reads of a clip's frames. */
public enum FrameReading {
  /** One after the other. */
  SEQUENCE {
    @Override
    float[] features(Clip clip) {
      return clip.features();
    }

    @Override
    int steps(Clip clip) {
      return clip.frames().length;
    }
  },

  /** Their mean alone: a bag of frames, in which there is no order. */
  MEAN {
    @Override
    float[] features(Clip clip) {
      return clip.meanFeatures();
    }

    @Override
    int steps(Clip clip) {
      return 1;
    }
  };

  /** [steps, H·W·C]. */
  abstract float[] features(Clip clip);

  /** How many steps a model reads of a clip. */
  abstract int steps(Clip clip);
}
