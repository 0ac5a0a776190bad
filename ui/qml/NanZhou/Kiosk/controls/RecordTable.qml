pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk

// Rows and columns that share the width by what stands in them; long ones are leafed through by two large keys.
Panel {
    id: root
    implicitHeight: 350
    property var columns: []
    property var rows: []
    readonly property real space: 20
    readonly property real room: width - 2 * 28 - space * Math.max(0, columns.length - 1)
    readonly property list<real> widths: share()
    readonly property bool long: list.contentHeight > list.height + 1

    // Numbers count as one word: a column is never narrower than its longest.
    function share(): list<real> {
        const narrow = [], broad = [];
        root.columns.forEach((words, column) => {
            const cells = root.rows.map(row => Theme.say(row.cells[column]));
            const every = cells.concat([Theme.say(words)]);
            const longest = every.reduce((found, cell) => cell.length > found.length ? cell : found, "");
            const word = every.reduce((words, cell) => words.concat(cell.match(/[\x21-\x7e]+/g) ?? [cell.slice(0, 2)]), [])
                .reduce((found, cell) => cell.length > found.length ? cell : found, "");
            broad.push(Math.max(measure.advanceWidth(longest), head.advanceWidth(Theme.say(words))) + 4);
            narrow.push(Math.max(measure.advanceWidth(word), head.advanceWidth(Theme.say(words).split(" ").sort((a, b) => b.length - a.length)[0].slice(0, Theme.say(words).includes(" ") ? 40 : 4))) + 4);
        });
        const least = narrow.reduce((sum, each) => sum + each, 0);
        const most = broad.reduce((sum, each) => sum + each, 0);
        if (most <= root.room)
            return broad.map(each => each + (root.room - most) / root.columns.length);
        const share = most > least ? Math.max(0, root.room - least) / (most - least) : 0;
        return narrow.map((each, column) => each + (broad[column] - each) * share);
    }
    function isFigure(text: string): bool {
        return /^[\d.,%-]+$/.test(text);
    }
    function leaf(pages: int): void {
        list.contentY = Math.max(0, Math.min(list.contentHeight - list.height, list.contentY + pages * list.height * 0.85));
    }

    FontMetrics { id: measure; font { family: Theme.sans; pixelSize: Theme.caption } }
    FontMetrics { id: head; font { family: Theme.sans; pixelSize: Theme.caption; weight: Font.Bold } }

    ColumnLayout {
        anchors { fill: parent; margins: Theme.edge }
        spacing: 0
        Rectangle {
            Layout.fillWidth: true
            Layout.preferredHeight: titles.height + 36
            topLeftRadius: Theme.panel - 4
            topRightRadius: Theme.panel - 4
            color: Theme.ink
            Row {
                id: titles
                x: 28 - Theme.edge
                anchors.verticalCenter: parent.verticalCenter
                spacing: root.space
                Repeater {
                    model: root.columns
                    Text {
                        required property int index
                        required property var modelData
                        width: root.widths[index] ?? 0
                        text: Theme.say(modelData)
                        font: head.font
                        wrapMode: Text.Wrap
                        horizontalAlignment: root.rows.length > 0 && root.isFigure(Theme.say(root.rows[0].cells[index])) && index > 0 ? Text.AlignRight : Text.AlignLeft
                        color: Theme.white
                    }
                }
            }
        }
        ListView {
            id: list
            objectName: "table"
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.minimumHeight: 100
            clip: true
            cacheBuffer: 0
            model: root.rows
            boundsBehavior: Flickable.StopAtBounds
            delegate: Rectangle {
                id: line
                required property int index
                required property var modelData
                width: ListView.view.width
                height: cells.height + 34
                color: index % 2 ? Theme.sunken : Theme.card
                Rectangle { anchors.bottom: parent.bottom; width: parent.width; height: 1; color: Theme.line }
                Row {
                    id: cells
                    x: 28 - Theme.edge
                    anchors.verticalCenter: parent.verticalCenter
                    spacing: root.space
                    Repeater {
                        model: line.modelData.cells
                        Text {
                            required property int index
                            required property var modelData
                            readonly property string words: Theme.say(modelData)
                            width: root.widths[index] ?? 0
                            text: words
                            font: measure.font
                            wrapMode: Text.Wrap
                            horizontalAlignment: root.isFigure(words) && index > 0 ? Text.AlignRight : Text.AlignLeft
                            color: Theme.text
                        }
                    }
                }
            }
        }
        RowLayout {
            visible: root.long
            Layout.fillWidth: true
            Layout.margins: 16
            Layout.leftMargin: 28
            spacing: 20
            Paragraph {
                Layout.fillWidth: true
                text: qsTr("共 %1 行").arg(root.rows.length)
                color: Theme.muted
            }
            KioskButton {
                objectName: "table_up"
                implicitHeight: 92
                look: KioskButton.Quiet
                symbol: "chevron-right"
                symbolTurn: -90
                font.pixelSize: Theme.body
                text: qsTr("上一页")
                enabled: list.contentY > 1
                onClicked: root.leaf(-1)
            }
            KioskButton {
                objectName: "table_down"
                implicitHeight: 92
                look: KioskButton.Quiet
                symbol: "chevron-right"
                symbolTurn: 90
                font.pixelSize: Theme.body
                text: qsTr("下一页")
                enabled: list.contentY < list.contentHeight - list.height - 1
                onClicked: root.leaf(1)
            }
        }
    }
}
