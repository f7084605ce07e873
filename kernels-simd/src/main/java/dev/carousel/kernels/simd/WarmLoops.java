package dev.carousel.kernels.simd;

import dev.carousel.tensor.ElementLoops;
import dev.carousel.tensor.FusedLoop;
import dev.carousel.tensor.PointwiseProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The loops of all programs so far, warmed up one after the other by a thread beside the others.
 * Where the system property {@value #FOLDER} names a folder, what was made is put there: for each
 * loop its program as text and its class file.
 */
final class WarmLoops {
  static final String FOLDER = "carousel.loops";

  private static final int IDLE_SECONDS = 10;

  private final Map<PointwiseProgram, WarmLoop> loops = new ConcurrentHashMap<>();
  private final ElementLoops steps;
  private final Executor elsewhere;
  private final Optional<Path> folder;
  private final AtomicInteger printed = new AtomicInteger();

  WarmLoops(ElementLoops steps) {
    this(steps, thread(), Optional.ofNullable(System.getProperty(FOLDER)).map(Path::of));
  }

  /** For tests: says where loops are warmed up and where they are put. */
  WarmLoops(ElementLoops steps, Executor elsewhere, Optional<Path> folder) {
    this.steps = steps;
    this.elsewhere = elsewhere;
    this.folder = folder;
  }

  private static Executor thread() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "carousel-loops");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** The loop of a program, the same for equal programs. */
  WarmLoop of(PointwiseProgram program) {
    return loops.computeIfAbsent(program, this::made);
  }

  private WarmLoop made(PointwiseProgram program) {
    folder.ifPresent(into -> print(program, into));
    FusedLoop loop = LoopWriter.loop(program);
    return new WarmLoop(
        program, loop, elsewhere, () -> new WarmUp(program, steps, loop).makesFaster());
  }

  private void print(PointwiseProgram program, Path folder) {
    String name = "loop-" + printed.incrementAndGet();
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name + ".txt"), program.toString());
      Files.write(folder.resolve(name + ".class"), LoopWriter.file(program));
    } catch (IOException cannotWrite) {
      throw new UncheckedIOException(cannotWrite);
    }
  }
}
