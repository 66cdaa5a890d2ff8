a snapshot is text:
    it need not compile
