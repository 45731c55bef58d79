package vm

// FrameAt returns the frame of t with frame pointer fp, as a walk left it
// (Frame.FP); 0 is no frame. The frame must still be on the stack.
func (t *Thread) FrameAt(fp uintptr) Frame { return Frame{t, fp} }
