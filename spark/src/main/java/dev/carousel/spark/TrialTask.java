package dev.carousel.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** The function that Spark calls on an executor: from the bytes of an order to those of its end. */
final class TrialTask implements Function<byte[], byte[]> {
  private static final long serialVersionUID = 1L;

  private final byte[] setting;
  private final ArrayList<Broadcast<byte[]>> files;

  /**
   * A function for all trials of a run.
   *
   * @param setting the bytes of a {@link Setting}
   * @param files the contents of its data files; none if they are taken from elsewhere
   */
  TrialTask(byte[] setting, List<Broadcast<byte[]>> files) {
    this.setting = setting;
    this.files = new ArrayList<>(files);
  }

  @Override
  public byte[] call(byte[] order) throws Exception {
    return ExecutorSide.here().run(setting, number -> files.get(number).value(), order);
  }
}
