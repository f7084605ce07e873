package dev.carousel.timeseries.audio;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** WAV files for tests. */
public final class WavBytes {
  private WavBytes() {}

  /** A file as the JDK writes it, of 16 bits and one channel. */
  public static byte[] of(int sampleRate, short... samples) {
    ByteBuffer data = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    for (short sample : samples) {
      data.putShort(sample);
    }
    AudioFormat form = new AudioFormat(sampleRate, 16, 1, true, false);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      AudioSystem.write(
          new AudioInputStream(new ByteArrayInputStream(data.array()), form, samples.length),
          AudioFileFormat.Type.WAVE,
          out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A file of one's own, with what its header says and what it holds. */
  static byte[] of(int format, int channels, int sampleRate, int bits, byte[] data) {
    int frame = channels * bits / 8;
    return ByteBuffer.allocate(44 + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(ascii("RIFF"))
        .putInt(36 + data.length)
        .put(ascii("WAVEfmt "))
        .putInt(16)
        .putShort((short) format)
        .putShort((short) channels)
        .putInt(sampleRate)
        .putInt(sampleRate * frame)
        .putShort((short) frame)
        .putShort((short) bits)
        .put(ascii("data"))
        .putInt(data.length)
        .put(data)
        .array();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
