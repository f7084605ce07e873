package dev.carousel.timeseries.baseline;

import java.util.Arrays;

/** Series that R and textbooks publish figures of. */
final class Published {
  private Published() {}

  /** Quarterly Australian beer production in megalitres, 1992 to 2007. */
  static double[] beer() {
    return new double[] {
      443, 410, 420, 532, 433, 421, 410, 512, 449, 381, 423, 531, 426, 408, 416, 520, 409, 398, 398,
      507, 432, 398, 406, 526, 428, 397, 403, 517, 435, 383, 424, 521, 421, 402, 414, 500, 451, 380,
      416, 492, 428, 408, 406, 506, 435, 380, 421, 490, 435, 390, 412, 454, 416, 403, 408, 482, 438,
      386, 405, 491, 427, 383, 394, 473
    };
  }

  /** Monthly thousands of airline passengers, 1949 to 1960 (Box and Jenkins, 1970). */
  static double[] airline() {
    return new double[] {
      112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170,
      170, 158, 133, 114, 140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180,
      193, 181, 183, 218, 230, 242, 209, 191, 172, 194, 196, 196, 236, 235, 229, 243, 264, 272, 237,
      211, 180, 201, 204, 188, 235, 227, 234, 264, 302, 293, 259, 229, 203, 229, 242, 233, 267, 269,
      270, 315, 364, 347, 312, 274, 237, 278, 284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271,
      306, 315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336, 340, 318, 362, 348, 363, 435,
      491, 505, 404, 359, 310, 337, 360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405, 417,
      391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432
    };
  }

  /** All of a series, everything observed. */
  static History all(double... values) {
    boolean[] observed = new boolean[values.length];
    Arrays.fill(observed, true);
    return new History(values, observed, values.length);
  }

  /** All of a series, observed where it is not NaN. */
  static History gaps(double... values) {
    boolean[] observed = new boolean[values.length];
    for (int t = 0; t < values.length; t++) {
      observed[t] = !Double.isNaN(values[t]);
    }
    return new History(values, observed, values.length);
  }
}
