package main

import "encoding/binary"

// message is a protobuf message being written.
type message []byte

func (m *message) number(field int, value uint64) {
	*m = binary.AppendUvarint(*m, uint64(field)<<3)
	*m = binary.AppendUvarint(*m, value)
}

func (m *message) bytes(field int, value []byte) {
	*m = binary.AppendUvarint(*m, uint64(field)<<3|2)
	*m = binary.AppendUvarint(*m, uint64(len(value)))
	*m = append(*m, value...)
}

func (m *message) packed(field int, values []uint64) {
	var run message
	for _, value := range values {
		run = binary.AppendUvarint(run, value)
	}
	m.bytes(field, run)
}

// texts is a string table.
type texts struct {
	rows map[string]uint64
	all  []string
}

func (t *texts) row(text string) uint64 {
	row, ok := t.rows[text]
	if !ok {
		row = uint64(len(t.all))
		t.rows[text] = row
		t.all = append(t.all, text)
	}
	return row
}
