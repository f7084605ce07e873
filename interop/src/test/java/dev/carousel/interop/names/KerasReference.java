package dev.carousel.interop.names;

import java.util.Map;

/**
 * Keras' recurrent layers as its documentation defines them, in double precision, one number after
 * the other. A sequence is [T][features]; states begin as given.
 *
 * <p>Kernels are [features][gates · units] and [units][gates · units], x multiplies from the left.
 */
final class KerasReference {
  private KerasReference() {}

  /** A tensor with its rows. */
  record Weights(Map<String, double[][]> named, String prefix) {
    /** Gate g's share of x · kernel for one unit. */
    double product(String kernel, double[] x, int column) {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += x[i] * named.get(prefix + kernel)[i][column];
      }
      return sum;
    }

    double bias(int row, int column) {
      return named.get(prefix + "bias")[row][column];
    }
  }

  private static double sigmoid(double a) {
    return 1 / (1 + Math.exp(-a));
  }

  /** SimpleRNN: h = φ(x K + b + h R). */
  static double[][] simpleRnn(double[][] x, double[] h0, Weights w, boolean relu) {
    int units = h0.length;
    double[] h = h0;
    double[][] outputs = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double[] next = new double[units];
      for (int j = 0; j < units; j++) {
        double a =
            w.product("kernel", x[t], j) + w.bias(0, j) + w.product("recurrent_kernel", h, j);
        next[j] = relu ? Math.max(a, 0) : Math.tanh(a);
      }
      h = next;
      outputs[t] = h;
    }
    return outputs;
  }

  /** LSTM, gates in the order i, f, c, o. */
  static double[][] lstm(double[][] x, double[] h0, double[] c0, Weights w) {
    int units = h0.length;
    double[] h = h0;
    double[] c = c0.clone();
    double[][] outputs = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double[] next = new double[units];
      for (int j = 0; j < units; j++) {
        double[] z = new double[4];
        for (int gate = 0; gate < 4; gate++) {
          int column = gate * units + j;
          z[gate] =
              w.product("kernel", x[t], column)
                  + w.product("recurrent_kernel", h, column)
                  + w.bias(0, column);
        }
        c[j] = sigmoid(z[1]) * c[j] + sigmoid(z[0]) * Math.tanh(z[2]);
        next[j] = sigmoid(z[3]) * Math.tanh(c[j]);
      }
      h = next;
      outputs[t] = h;
    }
    return outputs;
  }

  /** GRU, gates in the order z, r, h; with reset_after the bias has a row for x and one for h. */
  static double[][] gru(double[][] x, double[] h0, Weights w, boolean resetAfter) {
    int units = h0.length;
    double[] h = h0;
    double[][] outputs = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double[] z = new double[units];
      double[] r = new double[units];
      double[] reset = new double[units];
      for (int j = 0; j < units; j++) {
        z[j] = sigmoid(gate(x[t], h, w, j, resetAfter));
        r[j] = sigmoid(gate(x[t], h, w, units + j, resetAfter));
        reset[j] = r[j] * h[j];
      }
      double[] next = new double[units];
      for (int j = 0; j < units; j++) {
        int column = 2 * units + j;
        double read = w.product("kernel", x[t], column) + w.bias(0, column);
        double remembered =
            resetAfter
                ? r[j] * (w.product("recurrent_kernel", h, column) + w.bias(1, column))
                : w.product("recurrent_kernel", reset, column);
        next[j] = z[j] * h[j] + (1 - z[j]) * Math.tanh(read + remembered);
      }
      h = next;
      outputs[t] = h;
    }
    return outputs;
  }

  private static double gate(double[] x, double[] h, Weights w, int column, boolean resetAfter) {
    return w.product("kernel", x, column)
        + w.bias(0, column)
        + w.product("recurrent_kernel", h, column)
        + (resetAfter ? w.bias(1, column) : 0);
  }

  static double[][] reversed(double[][] sequence) {
    double[][] reversed = new double[sequence.length][];
    for (int t = 0; t < sequence.length; t++) {
      reversed[t] = sequence[sequence.length - 1 - t];
    }
    return reversed;
  }

  /** Dense: y = x K + b. */
  static double[] dense(double[] x, Weights w) {
    double[] y = new double[w.named().get(w.prefix() + "bias")[0].length];
    for (int j = 0; j < y.length; j++) {
      y[j] = w.product("kernel", x, j) + w.bias(0, j);
    }
    return y;
  }
}
