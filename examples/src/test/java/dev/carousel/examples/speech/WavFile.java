package dev.carousel.examples.speech;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** Files of sound for tests, as the JDK writes them. */
final class WavFile {
  private WavFile() {}

  static void write(Path file, int sampleRate, float... samples) throws IOException {
    ByteBuffer data = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float sample : samples) {
      data.putShort((short) Math.round(32767 * sample));
    }
    AudioFormat form = new AudioFormat(sampleRate, 16, 1, true, false);
    AudioSystem.write(
        new AudioInputStream(new ByteArrayInputStream(data.array()), form, samples.length),
        AudioFileFormat.Type.WAVE,
        file.toFile());
  }
}
