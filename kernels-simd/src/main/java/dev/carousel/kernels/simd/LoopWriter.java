package dev.carousel.kernels.simd;

import static org.objectweb.asm.Opcodes.AALOAD;
import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.ASM9;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.FALOAD;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.IADD;
import static org.objectweb.asm.Opcodes.IALOAD;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.IF_ICMPGE;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V17;

import dev.carousel.tensor.FusedLoop;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.PointwiseProgram.Apply;
import dev.carousel.tensor.PointwiseProgram.Combine;
import dev.carousel.tensor.PointwiseProgram.Literal;
import dev.carousel.tensor.PointwiseProgram.RowMean;
import dev.carousel.tensor.PointwiseProgram.Scalar;
import dev.carousel.tensor.PointwiseProgram.Source;
import dev.carousel.tensor.PointwiseProgram.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Writes the loop of a pointwise program as a class:
 *
 * <pre>
 * for (int i = 0; i &lt; n; i += COUNT) {
 *   FloatVector v0 = FloatVector.fromArray(FLOATS, a0, start0 + i);   // a source
 *   ...
 *   FloatVector v7 = what Formulas.sigmoid does to v3;                // a step
 *   ...
 *   v7.intoArray(a12, start12 + i);                                   // a sink
 * }
 * </pre>
 *
 * <p>All sources are read before any sink is written, so a sink may be a source.
 */
final class LoopWriter {
  private static final String NAME = Type.getInternalName(LoopWriter.class) + "$Written";
  private static final String OBJECT = Type.getInternalName(Object.class);
  private static final String LANES = Type.getInternalName(Lanes.class);
  private static final String VECTOR = "jdk/incubator/vector/FloatVector";
  private static final String SPECIES = "Ljdk/incubator/vector/VectorSpecies;";

  private static final ClassReader FORMULAS = formulas();

  // The parameters of FusedLoop.run, and the index.
  private static final int ARRAYS = 1;
  private static final int STARTS = 2;
  private static final int SCALARS = 3;
  private static final int N = 4;
  private static final int INDEX = 5;
  private static final int FIRST_FREE = 6;

  private final PointwiseProgram program;
  private final int sources;
  private final ClassWriter file =
      new ClassWriter(ClassWriter.COMPUTE_MAXS | ClassWriter.COMPUTE_FRAMES);
  private MethodVisitor code;
  private int nextLocal;

  private LoopWriter(PointwiseProgram program) {
    this.program = program;
    sources = program.sources().size();
    nextLocal = value(sources + program.steps().size());
  }

  private static ClassReader formulas() {
    try (InputStream read = Formulas.class.getResourceAsStream("Formulas.class")) {
      return new ClassReader(read);
    } catch (IOException cannotRead) {
      throw new UncheckedIOException(cannotRead);
    }
  }

  /** Whether a program can be written as a loop over elements. */
  static boolean fits(PointwiseProgram program) {
    return program.steps().stream().noneMatch(RowMean.class::isInstance);
  }

  /**
   * The loop of a program. Not fast before the JIT compiler has come to it.
   *
   * @throws IllegalArgumentException if it does not fit
   */
  static FusedLoop loop(PointwiseProgram program) {
    byte[] file = file(program);
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      Class<?> written = lookup.defineHiddenClass(file, true).lookupClass();
      MethodType constructor = MethodType.methodType(void.class);
      return (FusedLoop) lookup.findConstructor(written, constructor).invoke();
    } catch (Throwable impossible) {
      throw new AssertionError("the loop of " + program + " is no class", impossible);
    }
  }

  /** The class file of a program's loop, for a look at what was made. */
  static byte[] file(PointwiseProgram program) {
    return new LoopWriter(program).write();
  }

  private byte[] write() {
    String[] interfaces = {Type.getInternalName(FusedLoop.class)};
    file.visit(V17, ACC_FINAL, NAME, null, OBJECT, interfaces);
    code = file.visitMethod(0, "<init>", "()V", null, null);
    code.visitCode();
    code.visitVarInsn(ALOAD, 0);
    code.visitMethodInsn(INVOKESPECIAL, OBJECT, "<init>", "()V", false);
    code.visitInsn(RETURN);
    code.visitMaxs(0, 0);
    code = file.visitMethod(ACC_PUBLIC, "run", "([[F[I[FI)V", null, null);
    code.visitCode();
    for (int i = 0; i < sources; i++) {
      if (isArray(program.sources().get(i))) {
        unpack(i);
      }
    }
    for (int i = 0; i < program.sinks().size(); i++) {
      unpack(sources + i);
    }
    loop();
    code.visitInsn(RETURN);
    code.visitMaxs(0, 0);
    file.visitEnd();
    return file.toByteArray();
  }

  private static boolean isArray(Source source) {
    return !(source instanceof Scalar || source instanceof Literal);
  }

  // Where things are: for each source and sink its array and its start, then the values; what
  // formulas need comes behind.
  private int array(int index) {
    return FIRST_FREE + 2 * index;
  }

  private int value(int number) {
    return array(sources + program.sinks().size()) + number;
  }

  private void unpack(int index) {
    code.visitVarInsn(ALOAD, ARRAYS);
    code.visitLdcInsn(index);
    code.visitInsn(AALOAD);
    code.visitVarInsn(ASTORE, array(index));
    code.visitVarInsn(ALOAD, STARTS);
    code.visitLdcInsn(index);
    code.visitInsn(IALOAD);
    code.visitVarInsn(ISTORE, array(index) + 1);
  }

  private void loop() {
    Label next = new Label();
    Label end = new Label();
    code.visitInsn(ICONST_0);
    code.visitVarInsn(ISTORE, INDEX);
    code.visitLabel(next);
    code.visitVarInsn(ILOAD, INDEX);
    code.visitVarInsn(ILOAD, N);
    code.visitJumpInsn(IF_ICMPGE, end);
    for (int i = 0; i < sources; i++) {
      load(i);
    }
    for (int i = 0; i < program.steps().size(); i++) {
      compute(program.steps().get(i), value(sources + i));
    }
    for (int i = 0; i < program.sinks().size(); i++) {
      store(program.sinks().get(i).value(), sources + i);
    }
    code.visitIincInsn(INDEX, Lanes.COUNT);
    code.visitJumpInsn(GOTO, next);
    code.visitLabel(end);
  }

  private void load(int index) {
    code.visitFieldInsn(GETSTATIC, LANES, "FLOATS", SPECIES);
    Source source = program.sources().get(index);
    if (isArray(source)) {
      element(index);
      call(INVOKESTATIC, "fromArray", "(" + SPECIES + "[FI)L" + VECTOR + ";");
    } else {
      if (source instanceof Scalar scalar) {
        code.visitVarInsn(ALOAD, SCALARS);
        code.visitLdcInsn(scalar.index());
        code.visitInsn(FALOAD);
      } else {
        code.visitLdcInsn(((Literal) source).value());
      }
      call(INVOKESTATIC, "broadcast", "(" + SPECIES + "F)L" + VECTOR + ";");
    }
    code.visitVarInsn(ASTORE, value(index));
  }

  private void element(int index) {
    code.visitVarInsn(ALOAD, array(index));
    code.visitVarInsn(ILOAD, array(index) + 1);
    code.visitVarInsn(ILOAD, INDEX);
    code.visitInsn(IADD);
  }

  private void compute(Step step, int result) {
    if (step instanceof Apply apply) {
      copyFormula(apply.operator(), value(apply.argument()));
    } else if (step instanceof Combine combine) {
      copyFormula(combine.operator(), value(combine.left()), value(combine.right()));
    } else {
      throw new IllegalArgumentException(step + " is not a step on elements");
    }
    code.visitVarInsn(ASTORE, result);
  }

  private void store(int number, int index) {
    code.visitVarInsn(ALOAD, value(number));
    element(index);
    call(INVOKEVIRTUAL, "intoArray", "([FI)V");
  }

  private void call(int kind, String name, String signature) {
    code.visitMethodInsn(kind, VECTOR, name, signature, false);
  }

  private void copyFormula(Enum<?> operator, int... arguments) {
    copy(operator.name().toLowerCase(Locale.ROOT), arguments);
  }

  /** What a method of Formulas does to its arguments; the result is on the stack. */
  private void copy(String name, int... arguments) {
    FORMULAS.accept(
        new ClassVisitor(ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access, String method, String signature, String generic, String[] exceptions) {
            return method.equals(name) ? new Copy(arguments) : null;
          }
        },
        ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
  }

  /** Passes on the instructions of a straight-line method, with its locals moved. */
  private final class Copy extends MethodVisitor {
    private final int[] arguments;
    private final Map<Integer, Integer> moved = new HashMap<>();

    Copy(int[] arguments) {
      super(ASM9, code);
      this.arguments = arguments;
    }

    @Override
    public void visitVarInsn(int instruction, int local) {
      boolean argument = local < arguments.length;
      if (argument && instruction != ALOAD) {
        throw new IllegalStateException("a formula must not assign to its parameters");
      }
      super.visitVarInsn(
          instruction,
          argument ? arguments[local] : moved.computeIfAbsent(local, any -> nextLocal++));
    }

    /** What a formula calls of Formulas is copied too. */
    @Override
    public void visitMethodInsn(
        int instruction, String owner, String name, String signature, boolean isInterface) {
      if (!owner.equals(FORMULAS.getClassName())) {
        super.visitMethodInsn(instruction, owner, name, signature, isInterface);
        return;
      }
      int[] passed = new int[Type.getArgumentTypes(signature).length];
      for (int i = passed.length - 1; i >= 0; i--) {
        passed[i] = nextLocal++;
        super.visitVarInsn(ASTORE, passed[i]);
      }
      copy(name, passed);
    }

    @Override
    public void visitInsn(int instruction) {
      if (instruction != ARETURN) {
        super.visitInsn(instruction);
      }
    }

    @Override
    public void visitJumpInsn(int instruction, Label target) {
      throw new IllegalStateException("a formula must be straight-line code");
    }

    @Override
    public void visitCode() {
      // The loop's code goes on.
    }

    @Override
    public void visitMaxs(int stack, int locals) {
      // Computed for the loop as a whole.
    }

    @Override
    public void visitEnd() {
      // The loop's code goes on.
    }
  }
}
